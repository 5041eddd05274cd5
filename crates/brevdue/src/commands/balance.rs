//! `brevdue balance`: where every accepted letter is, to the letter.

use clap::ValueEnum;
use serde_json::Value;

use crate::client::{Api, Call, block_on};
use crate::exit::{Exit, Outcome};
use crate::output::{Align, Cell, Column, Output, Style, Table};
use crate::when::Day;
use crate::words;

/// Show the balance sheet: every accepted letter is somewhere
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Accepted = delivered + opened + printed + returned + cancelled + expired + failed + with a person + under way. The lists
are compared with the letters' events and receipts: those that moved since the last daily sheet, or all with --full. Exit
1 if it does not add up; the letters that differ are named.

Examples:
  brevdue balance
  brevdue balance --from 2026-11-01 --to 2026-11-30 --by type --format json")]
pub(crate) struct Args {
    /// Letters accepted at this time or later
    #[arg(long, value_name = "TIME")]
    from: Option<Day>,
    /// Letters accepted before this time; a date includes its day
    #[arg(long, value_name = "TIME")]
    to: Option<Day>,
    /// A line for each
    #[arg(long, value_enum)]
    by: Option<By>,
    /// Compare every letter, also those that have not moved since they were compared last
    #[arg(long)]
    full: bool,
}

/// What lines are told apart by.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// Municipality
    Sender,
    /// Letter type
    Type,
    /// System that handed in
    System,
    /// Channel taken
    Channel,
}

impl By {
    const fn as_str(self) -> &'static str {
        match self {
            By::Sender => "sender",
            By::Type => "type",
            By::System => "system",
            By::Channel => "channel",
        }
    }
}

/// Columns after the number accepted: the sheet's bins.
const BINS: [&str; 12] = [
    "delivered",
    "opened",
    "printed",
    "returned",
    "cancelled",
    "expired",
    "failed",
    "with_person",
    "accepted",
    "routed",
    "handed_over",
    "in_doubt",
];

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let call = Call::get(&["balance"])
        .query("from", args.from.map(Day::start))
        .query("to", args.to.map(Day::end))
        .query("by", args.by.map(By::as_str))
        .query("full", args.full.then_some("true"));
    let sheet = block_on(api.json(call))?;
    if out.is_json() {
        out.json(&sheet);
    } else {
        show(&sheet, out);
    }
    Ok(Exit::from_answer(sheet["balanced"] == true))
}

fn show(sheet: &Value, out: &Output) {
    let used: Vec<&str> =
        BINS.into_iter().filter(|bin| sheet["total"]["bins"][bin].as_u64().unwrap_or(0) > 0).collect();
    let mut columns = vec![Column::flexible("", 100)];
    columns.push(Column::new(out.say(&words::ACCEPTED_SUM), 99).align(Align::Right));
    let titled = used.iter().map(|bin| words::bin(bin).map_or(*bin, |text| out.say(text)));
    columns.extend(titled.map(|title| Column::new(title, 90).align(Align::Right)));
    let mut table = Table::new(columns);
    let row = |name: &str, line: &Value| {
        let number = |value: &Value| value.as_u64().unwrap_or(0).to_string();
        let mut cells = vec![Cell::new(name, Style::Strong), number(&line["accepted"]).into()];
        cells.extend(used.iter().map(|bin| Cell::from(number(&line["bins"][bin]))));
        cells
    };
    for (name, line) in sheet["lines"].as_object().into_iter().flatten() {
        table.row(row(name, line));
    }
    table.row(row(out.say(&words::SUM), &sheet["total"]));
    out.table(&table);
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    let (compared, receipts) = (&sheet["compared"], &sheet["receipts"]);
    out.line(&format!(
        "{} {} · {}: {} = {} + {} + {}",
        out.say(&words::COMPARED),
        count(&compared["letters"]),
        out.say(&words::HANDED_OVER_SUM),
        count(&receipts["handed_over"]),
        count(&receipts["receipted"]),
        count(&receipts["awaited"]),
        count(&receipts["by_person"]),
    ));
    for (channel, lead) in sheet["lead_times"].as_object().into_iter().flatten() {
        out.line(&format!(
            "{} {channel} ({}): {} {}, {} {}",
            out.say(&words::LEAD_TIME),
            count(&lead["letters"]),
            out.say(&words::MEDIAN),
            span(count(&lead["median_ms"])),
            out.say(&words::MOST),
            span(count(&lead["p95_ms"])),
        ));
    }
    if compared["complete"] == false {
        out.note(out.say(&words::COMPARED_PARTLY));
    }
    let differences = count(&sheet["difference_count"]);
    if sheet["balanced"] == true {
        out.line(&out.paint(Style::Good, out.say(&words::ADDS_UP)));
    } else {
        out.line(&out.paint(Style::Bad, &format!("{} ({differences})", out.say(&words::ADDS_NOT_UP))));
    }
    for found in sheet["differences"].as_array().into_iter().flatten() {
        let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
        out.line(
            &out.paint(Style::Plain, &format!("  {}  {}: {}", text("letter"), text("code"), text("detail"))),
        );
    }
}

/// A length of time in the largest unit that it fills.
fn span(ms: u64) -> String {
    let (unit, name) = match ms {
        0..1_000 => return format!("{ms} ms"),
        1_000..120_000 => (1_000, "s"),
        120_000..7_200_000 => (60_000, "min"),
        _ => (3_600_000, "h"),
    };
    format!("{}.{} {name}", ms / unit, ms % unit * 10 / unit)
}
