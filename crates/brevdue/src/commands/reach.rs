//! `brevdue reach`: asks the channel switch.

mod exceptions;
mod run;

use jiff::Timestamp;
use serde_json::{Value, json};
use std::path::PathBuf;

use exceptions::{Exceptions, Head};
use run::{AT_ONCE, Asked, Told, ask};

use crate::client::{self, Api, Reachability, block_on};
use crate::exit::{Exit, Failure, Outcome};
use crate::input::lines_of_stdin;
use crate::output::{Align, Cell, Column, FileOutput, Output, Style, Table};
use crate::words;

/// Ask whether recipients can be reached digitally, by which channel, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The answers stand in the order of the question. Exit 1 if any recipient cannot be reached digitally. The gateway keeps
nothing of whom it was asked about.

For a whole run, such as once a day: the list tells a case worker what to print, what to ask again because nobody could
answer (an outage is never a reason for paper), and which numbers are wrong. Its file is readable by its owner alone; with
a reference behind a number, separated by a semicolon, the number is masked in it.

Examples:
  brevdue reach 192705178354 0101701234
  brevdue reach - --type decision --format json < numbers.txt
  brevdue reach - --type decision --exceptions list.html --for \"Karin Holm\" < run.csv")]
pub(crate) struct Args {
    /// Recipients' numbers; `-` reads them from standard input, one on each line
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Letter type: it decides which channels are allowed
    #[arg(long = "type", value_name = "TYPE")]
    letter_type: Option<String>,
    /// Write the exception list of this run: a page to print (.html), or a table (.csv)
    #[arg(long, value_name = "FILE", requires = "case_worker")]
    exceptions: Option<PathBuf>,
    /// Case worker for whom the list is
    #[arg(long = "for", value_name = "NAME", requires = "exceptions")]
    case_worker: Option<String>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let mut asked = Vec::new();
    for id in &args.ids {
        match id.as_str() {
            "-" => asked.extend(lines_of_stdin(1_000_000)?.iter().map(|line| Asked::read(line))),
            _ => asked.push(Asked::read(id)),
        }
    }
    if asked.is_empty() {
        return Err(Failure::new("standard input holds no number").fix("Write one on each line."));
    }
    // Whether the list can be written is seen before anybody is asked.
    let list = args.exceptions.as_deref().map(FileOutput::create).transpose()?;
    let mut exceptions = list.as_ref().map(|_| {
        Exceptions::of(Head {
            case_worker: args.case_worker.clone().unwrap_or_default(),
            letter_type: args.letter_type.clone(),
            made_at: Timestamp::now(),
        })
    });
    let api = Api::new(out)?;
    let mut table = table(out);
    let all = block_on(async {
        let mut all = true;
        for (chunk, asked) in asked.chunks(AT_ONCE).enumerate() {
            let told = ask(&api, args.letter_type.as_deref(), asked, exceptions.is_some()).await?;
            for (at, (asked, told)) in asked.iter().zip(told).enumerate() {
                if let Some(exceptions) = &mut exceptions {
                    exceptions.add(asked, &told, out.language());
                }
                let Told::Answer(result) = told else {
                    all = false;
                    continue;
                };
                let row = Reachability::read(&result);
                let index = chunk * AT_ONCE + at;
                all &= row.answer.as_deref() == Some("yes");
                if out.is_json() {
                    out.json(&with_index(result, index));
                } else if exceptions.is_none() {
                    table.row(cells(index, &row, out));
                }
            }
        }
        Ok(all)
    });
    // What is known already is shown, even if a later question failed; half a list would pass for a whole one.
    if !out.is_json() && exceptions.is_none() {
        out.table(&table);
    }
    let all = all?;
    if let (Some(exceptions), Some(list)) = (&exceptions, list) {
        let name = exceptions.write(list, out)?;
        out.note(&exceptions.summary(out));
        out.note(&format!("{}: {name}", out.say(&words::WRITTEN)));
    }
    Ok(Exit::from_answer(all))
}

/// The place among all questions, not among those of one call.
fn with_index(mut result: Value, index: usize) -> Value {
    if let Some(object) = result.as_object_mut() {
        object.insert("index".to_owned(), json!(index));
    }
    result
}

fn table(out: &Output) -> Table {
    Table::new(vec![
        Column::new("#", 20).align(Align::Right),
        Column::new(out.say(&words::RECIPIENT), 80),
        Column::new(out.say(&words::ANSWER), 90),
        Column::new(out.say(&words::CHANNEL), 70),
        Column::flexible(out.say(&words::REASON), 60),
        Column::flexible(out.say(&words::OPERATOR), 30),
    ])
}

fn cells(index: usize, row: &Reachability, out: &Output) -> Vec<Cell> {
    let (answer, style) = match row.answer.as_deref() {
        Some("yes") => (&words::YES, Style::Good),
        Some("no") => (&words::NO, Style::Plain),
        _ => (&words::UNKNOWN, Style::Warn),
    };
    let channel = row.channel.as_deref().unwrap_or_default();
    let reason = row.reason.as_ref().and_then(|reason| reason.what(out.language())).unwrap_or_default();
    vec![
        (index + 1).to_string().into(),
        row.recipient.as_deref().unwrap_or_default().into(),
        Cell::new(out.say(answer), style),
        words::channel(channel).map_or(channel, |text| out.say(text)).into(),
        reason.into(),
        row.operator.as_ref().map(client::name_of).unwrap_or_default().into(),
    ]
}
