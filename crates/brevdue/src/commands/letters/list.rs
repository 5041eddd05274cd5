//! `brevdue letters list`

use clap::builder::PossibleValuesParser;

use crate::client::{Api, Call, Letter, Moment, Page, block_on};
use crate::exit::{Exit, Outcome};
use crate::output::{Cell, Column, Output, Style, Table, local_minute};
use crate::when::Day;
use crate::words;

/// List letters, newest first
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A date stands for the whole local day: --from 2026-11-01 --to 2026-11-30 is the month of November.

Examples:
  brevdue letters list --state needs_attention
  brevdue letters list --type decision --from 2026-11-01 --to 2026-11-30 --all --format json")]
pub(crate) struct Args {
    /// Only letters in this state
    #[arg(long, value_name = "STATE", value_parser = PossibleValuesParser::new(words::state_names()))]
    state: Option<String>,
    /// Only letters of this type
    #[arg(long = "type", value_name = "TYPE")]
    letter_type: Option<String>,
    /// Only letters with this reference
    #[arg(long, value_name = "REFERENCE")]
    reference: Option<String>,
    /// Accepted at this time or later
    #[arg(long, value_name = "TIME")]
    from: Option<Day>,
    /// Accepted before this time; a date includes its day
    #[arg(long, value_name = "TIME")]
    to: Option<Day>,
    /// Letters in one answer
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Every letter, not only the first answer
    #[arg(long)]
    all: bool,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    block_on(async {
        let mut cursor = None;
        let mut any = false;
        loop {
            let call = Call::get(&["letters"])
                .query("state", args.state.clone())
                .query("type", args.letter_type.clone())
                .query("reference", args.reference.clone())
                .query("from", args.from.map(Day::start))
                .query("to", args.to.map(Day::end))
                .query("limit", Some(args.limit.to_string()))
                .query("cursor", cursor.clone());
            let Page { letters, next } = Page::read(api.json(call).await?);
            any |= !letters.is_empty();
            if out.is_json() {
                letters.iter().for_each(|letter| out.json(letter));
            } else if !letters.is_empty() {
                let mut table = table(out);
                letters.iter().for_each(|letter| table.row(cells(&Letter::read(letter), out)));
                out.table(&table);
            }
            // A cursor that does not move would never end.
            if next.is_none() || next == cursor || !out.is_open() {
                break;
            }
            if !args.all {
                out.note(out.say(&words::MORE_LETTERS));
                break;
            }
            cursor = next;
        }
        if !any {
            out.note(out.say(&words::NO_LETTERS));
        }
        Ok(Exit::Yes)
    })
}

fn table(out: &Output) -> Table {
    Table::new(vec![
        Column::new(out.say(&words::LETTER), 100),
        Column::new(out.say(&words::ACCEPTED_AT), 60),
        Column::new(out.say(&words::STATE), 90),
        Column::new(out.say(&words::CHANNEL), 40),
        Column::new(out.say(&words::TYPE), 30),
        Column::new(out.say(&words::RECIPIENT), 50),
        Column::flexible(out.say(&words::SUBJECT), 70),
        Column::flexible(out.say(&words::REFERENCE), 20),
    ])
}

fn cells(letter: &Letter, out: &Output) -> Vec<Cell> {
    let text = |field: &Option<String>| Cell::from(field.as_deref().unwrap_or_default());
    let state = Moment(letter.state.as_deref().unwrap_or_default());
    let channel = letter.channel.as_deref().unwrap_or_default();
    vec![
        text(&letter.id),
        Cell::new(&local_minute(letter.accepted_at.as_deref().unwrap_or_default()), Style::Dim),
        Cell::new(&state.words(out.language()), state.style()),
        words::channel(channel).map_or(channel, |text| out.say(text)).into(),
        text(&letter.r#type),
        text(&letter.recipient),
        text(&letter.subject),
        text(&letter.reference),
    ]
}
