//! `brevdue letters show`

use serde_json::Value;

use super::events;
use crate::client::{Api, Call, Letter, Moment, block_on, letter_id, name_of};
use crate::exit::{Exit, Outcome};
use crate::output::{Align, Cell, Column, Output, Style, Table, local_minute, size_words};
use crate::words;

/// Show one letter: state, channel, reason, documents, timeline
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  brevdue letters show 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11 --lang sv")]
pub(crate) struct Args {
    /// The letter
    #[arg(value_name = "LETTER", value_parser = letter_id)]
    id: String,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let answer = block_on(api.json(Call::get(&["letters", &args.id])))?;
    if out.is_json() {
        out.json(&answer);
    } else {
        show(&Letter::read(&answer), out);
    }
    Ok(Exit::Yes)
}

fn show(letter: &Letter, out: &Output) {
    let language = out.language();
    let state = Moment(letter.state.as_deref().unwrap_or_default());
    let reason = letter.cause();
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let time = |field: &Option<String>| field.as_deref().map(local_minute).unwrap_or_default();
    let value = |field: &Option<Value>| field.as_ref().map(name_of).unwrap_or_default();
    let channel = text(&letter.channel);
    let facts = [
        (&words::LETTER, text(&letter.id), Style::Strong),
        (&words::STATE, with_sentence(state, out), state.style()),
        (
            &words::CHANNEL,
            words::channel(&channel).map_or(channel.clone(), |text| out.say(text).to_owned()),
            Style::Plain,
        ),
        (
            &words::REASON,
            reason.and_then(|reason| reason.what(language)).unwrap_or_default().to_owned(),
            Style::Plain,
        ),
        (
            &words::TO_DO,
            reason.and_then(|reason| reason.fix(language)).unwrap_or_default().to_owned(),
            Style::Plain,
        ),
        (&words::SUBJECT, text(&letter.subject), Style::Plain),
        (&words::RECIPIENT, text(&letter.recipient), Style::Plain),
        (&words::TYPE, text(&letter.r#type), Style::Plain),
        (&words::CLASS, value(&letter.class), Style::Plain),
        (&words::SENDER, value(&letter.sender), Style::Plain),
        (&words::UNIT, text(&letter.unit), Style::Plain),
        (&words::REFERENCE, text(&letter.reference), Style::Plain),
        (&words::CASE, text(&letter.case_id), Style::Plain),
        (&words::ACCEPTED_AT, time(&letter.accepted_at), Style::Plain),
        (&words::UPDATED_AT, time(&letter.updated_at), Style::Plain),
        (&words::DELIVERED_AT, time(&letter.delivered_at), Style::Plain),
        (&words::WAIT_UNTIL, time(&letter.wait_until), Style::Plain),
        (&words::FORGOTTEN_AT, time(&letter.forgotten_at), Style::Warn),
        (&words::FORGOTTEN_BY, text(&letter.forgotten_by), Style::Plain),
        (&words::FORGOTTEN_WHY, text(&letter.forgotten_why), Style::Plain),
    ];
    let mut table = Table::new(vec![Column::new("", 90), Column::flexible("", 100)]);
    for (name, value, style) in facts.into_iter().filter(|(_, value, _)| !value.is_empty()) {
        table.row(vec![Cell::new(out.say(name), Style::Dim), Cell::new(&value, style)]);
    }
    out.table(&table);
    actions(letter, out);
    documents(letter, out);
    if !letter.timeline.is_empty() {
        out.section(&words::TIMELINE);
        out.table(&events::table(&letter.timeline, out).indent(2));
    }
}

fn with_sentence(state: Moment<'_>, out: &Output) -> String {
    let words = state.words(out.language());
    state.sentence(out.language()).map_or(words.clone(), |sentence| format!("{words}: {sentence}"))
}

/// What the letter asks for, by when, and how complete its markup is.
fn actions(letter: &Letter, out: &Output) {
    let Some(markup) = letter.markup.as_ref().filter(|m| m.deadline.is_some() || !m.actions.is_empty())
    else {
        return;
    };
    out.section(&words::ACTIONS);
    let mut table = Table::new(vec![Column::new("", 70), Column::flexible("", 90), Column::flexible("", 80)]);
    for action in &markup.actions {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        table.row(vec![text(&action.kind).into(), text(&action.label).into(), text(&action.when).into()]);
    }
    if let Some(at) = &markup.deadline {
        table.row(vec![out.say(&words::DEADLINE).into(), "".into(), local_minute(at).into()]);
    }
    let layers = markup.completeness.iter().flat_map(|found| &found.layers);
    let sums: Vec<String> = layers
        .map(|layer| {
            let (filled, expected) = (layer.filled.unwrap_or_default(), layer.expected.unwrap_or_default());
            format!("{} {filled}/{expected}", layer.title.as_deref().unwrap_or_default())
        })
        .collect();
    table.row(vec![out.say(&words::COMPLETE).into(), sums.join(", ").into(), "".into()]);
    out.table(&table.indent(2));
}

fn documents(letter: &Letter, out: &Output) {
    if letter.documents.is_empty() {
        return;
    }
    out.section(&words::DOCUMENTS);
    let name = Column::flexible(out.say(&words::NAME), 90);
    let size = Column::new(out.say(&words::SIZE), 50).align(Align::Right);
    let mut table = Table::new(vec![name, Column::new(out.say(&words::TYPE), 20), size]).indent(2);
    for document in &letter.documents {
        table.row(vec![
            document.name.as_deref().unwrap_or_default().into(),
            document.media_type.as_deref().unwrap_or_default().into(),
            document.size_bytes.map(size_words).unwrap_or_default().into(),
        ]);
    }
    out.table(&table);
}
