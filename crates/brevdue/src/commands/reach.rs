//! `brevdue reach`: asks the channel switch.

use serde_json::{Value, json};

use crate::client::{self, Api, Call, Reachability, block_on};
use crate::exit::{Exit, Failure, Outcome};
use crate::input::lines_of_stdin;
use crate::output::{Align, Cell, Column, Output, Style, Table};
use crate::words;

/// Recipients in one question.
const AT_ONCE: usize = 1000;

/// Ask whether recipients can be reached digitally, by which channel, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The answers stand in the order of the question. Exit 1 if any recipient cannot be reached digitally.

Examples:
  brevdue reach 192705178354 0101701234
  brevdue reach - --type decision --format json < numbers.txt")]
pub(crate) struct Args {
    /// Recipients' numbers; `-` reads them from standard input, one on each line
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Letter type: it decides which channels are allowed
    #[arg(long = "type", value_name = "TYPE")]
    letter_type: Option<String>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let mut ids = Vec::new();
    for id in args.ids {
        match id.as_str() {
            "-" => ids.extend(lines_of_stdin(1_000_000)?),
            _ => ids.push(id.trim().to_owned()),
        }
    }
    if ids.is_empty() {
        return Err(Failure::new("standard input holds no number").fix("Write one on each line."));
    }
    let api = Api::new(out)?;
    let mut table = table(out);
    let all = block_on(async {
        let mut all = true;
        for (chunk, ids) in ids.chunks(AT_ONCE).enumerate() {
            let mut question = json!({ "recipients": ids });
            if let (Some(letter_type), Some(question)) = (&args.letter_type, question.as_object_mut()) {
                question.insert("type".to_owned(), json!(letter_type));
            }
            let mut answer = api.json(Call::post(&["reachability"], &question)).await?;
            let results = client::list(&mut answer, "results");
            if results.len() != ids.len() {
                let what = format!("{} answers to {} questions", results.len(), ids.len());
                return Err(
                    Failure::new(what).fix("The gateway and this program may be of different versions.")
                );
            }
            for (at, result) in results.into_iter().enumerate() {
                let row = Reachability::read(&result);
                let index = chunk * AT_ONCE + row.index.unwrap_or(at);
                all &= row.answer.as_deref() == Some("yes");
                if out.is_json() {
                    out.json(&with_index(result, index));
                } else {
                    table.row(cells(index, &row, out));
                }
            }
        }
        Ok(all)
    });
    // What is known already is shown, even if a later question failed.
    if !out.is_json() {
        out.table(&table);
    }
    Ok(Exit::from_answer(all?))
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
