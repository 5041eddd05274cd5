//! `brevdue letters events`, and the timeline as a table.

use serde_json::Value;

use crate::client::{self, Api, Call, Reason, TimelineEntry, block_on, letter_id};
use crate::exit::{Exit, Outcome};
use crate::output::{Cell, Column, Output, Style, Table, local_second};
use crate::words;

/// Show everything that happened to a letter
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  brevdue letters events 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11 --format json")]
pub(crate) struct Args {
    /// The letter
    #[arg(value_name = "LETTER", value_parser = letter_id)]
    id: String,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let mut answer = block_on(api.json(Call::get(&["letters", &args.id, "events"])))?;
    let events = client::list(&mut answer, "events");
    if out.is_json() {
        events.iter().for_each(|event| out.json(event));
    } else {
        let entries: Vec<TimelineEntry> = events.iter().map(TimelineEntry::read).collect();
        out.table(&table(&entries, out));
    }
    Ok(Exit::Yes)
}

/// A timeline: when, and what happened in the user's language.
pub(super) fn table(entries: &[TimelineEntry], out: &Output) -> Table {
    let mut table = Table::new(vec![
        Column::new(out.say(&words::TIME), 90),
        Column::new(out.say(&words::EVENT), 50),
        Column::new(out.say(&words::CHANNEL), 30),
        Column::flexible(out.say(&words::WHAT), 100),
    ]);
    for entry in entries {
        let event = entry.event.as_deref().unwrap_or_default();
        let channel = entry.channel.as_deref().unwrap_or_default();
        table.row(vec![
            Cell::new(&local_second(entry.at.as_deref().unwrap_or_default()), Style::Dim),
            event.into(),
            words::channel(channel).map_or(channel, |text| out.say(text)).into(),
            text(entry, out).into(),
        ]);
    }
    table
}

/// The gateway's own words, which may know more; else the catalogue's; and the reason, if it stands apart.
fn text(entry: &TimelineEntry, out: &Output) -> String {
    let code = |code: &str| Reason { code: Some(code.to_owned()), ..Reason::default() };
    let event = entry.event.as_deref().map(code);
    let what = entry.text.as_deref().or_else(|| event.as_ref()?.what(out.language())).unwrap_or_default();
    let reason = match &entry.reason {
        Some(Value::String(text)) => Some(code(text)),
        Some(object @ Value::Object(_)) => Some(Reason::read(object)),
        _ => None,
    };
    match reason.as_ref().and_then(|reason| reason.what(out.language())) {
        Some(reason) if !what.contains(reason) => format!("{what} {reason}").trim().to_owned(),
        _ => what.to_owned(),
    }
}
