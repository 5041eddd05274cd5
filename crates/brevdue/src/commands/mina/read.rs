//! `brevdue mina read`

use std::path::PathBuf;

use catalogue::Code;
use clap::ValueEnum;
use mina::{Answer, AnswerRow, Expected, ReadOptions, WireId, read_answer};
use party::{Country, PartyId};
use serde::Serialize;

use super::LARGEST;
use crate::exit::{Exit, Failure, Outcome};
use crate::input::{Input, inputs};
use crate::output::{Cell, Column, Output, Style, Table};
use crate::words;

/// Say what an answer of the register or an operator means, and what the gateway would do with it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit 0 only for a plain yes: reachable, registered, delivered. With --request an answer that cannot be read is
judged as that call's: a delivery is then in doubt. Text output masks numbers; JSON gives them in full.

Examples:
  brevdue mina read answer.xml
  brevdue mina read answer.xml --for 192705178354 --request deliver_secure --format json")]
pub(crate) struct Args {
    /// Answers; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The recipient that was asked for: only what is said about that one counts
    #[arg(long = "for", value_name = "RECIPIENT")]
    recipient: Option<String>,
    /// The call that was made [default: by the answer's element]
    #[arg(long, value_enum)]
    request: Option<Request>,
}

/// The calls.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Request {
    /// Who can be reached
    IsReachable,
    /// Who has a mailbox
    IsRegistered,
    /// A delivery
    DeliverSecure,
}

impl From<Request> for Expected {
    fn from(request: Request) -> Expected {
        match request {
            Request::IsReachable => Expected::IsReachable,
            Request::IsRegistered => Expected::IsRegistered,
            Request::DeliverSecure => Expected::DeliverSecure,
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    #[serde(flatten)]
    answer: &'a Answer,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let recipient = args.recipient.as_deref().map(wire_id);
    let expected = args.request.map(Expected::from);
    let mut exit = Exit::Yes;
    for input in inputs(args.files)? {
        let end = read(&input, expected, recipient.as_ref(), out).unwrap_or_else(|failure| {
            out.failure(&failure);
            failure.exit()
        });
        exit = exit.and(end);
    }
    Ok(exit)
}

/// The number as it stands on the wire, if it is written in one of the usual forms.
fn wire_id(text: &str) -> WireId {
    PartyId::parse(Country::Se, text.trim()).map_or_else(|_| WireId::new(text), |party| WireId::from(&party))
}

fn read(
    input: &Input,
    expected: Option<Expected>,
    recipient: Option<&WireId>,
    out: &Output,
) -> Result<Exit, Failure> {
    let answer = read_answer(&input.read(LARGEST)?, expected, recipient, &ReadOptions::default());
    let name = input.name();
    if out.is_json() {
        out.json(&Line { file: &name, answer: &answer });
    } else {
        show(&name, &answer, out);
    }
    Ok(Exit::from_answer(answer.is_yes()))
}

fn show(name: &str, answer: &Answer, out: &Output) {
    match answer {
        Answer::IsReachable { rows, decision, reason, problems } => {
            verdict(name, "isReachable", decision, *reason, out);
            lookup(rows, problems, out);
        }
        Answer::IsRegistered { rows, decision, reason, problems } => {
            verdict(name, "isRegistered", decision, *reason, out);
            lookup(rows, problems, out);
        }
        Answer::DeliverSecure { transaction_id, statuses, outcome, reason, problems } => {
            verdict(name, "deliverSecure", outcome, *reason, out);
            let mut table = Table::new(vec![Column::new("", 90), Column::new("", 100)]).indent(2);
            for status in statuses {
                let word = if status.delivered { &words::YES } else { &words::NO };
                table.row(vec![masked(&status.recipient_id).into(), out.say(word).into()]);
            }
            out.table(&table);
            if let Some(id) = transaction_id {
                out.line(&format!("  TransId {}", out.paint(Style::Plain, id)));
            }
            remarks(problems, out);
        }
        Answer::Fault { error_code, description, call_id, owner, code, retryable, .. } => {
            let number = error_code.map_or_else(String::new, |number| format!(" {number}"));
            verdict(name, &format!("Fault{number}"), "no", Some(*code), out);
            out.line(&format!("  {}", out.paint(Style::Plain, description)));
            let again = out.say(if *retryable { &words::RETRYABLE } else { &words::NOT_RETRYABLE });
            out.line(&format!("  {again}; {}: {}", out.say(&words::OWNER), out.say(&owner.title())));
            if let Some(id) = call_id {
                out.line(&format!("  CallId {}", out.paint(Style::Plain, id)));
            }
        }
        Answer::Unknown { reason, message } => {
            verdict(name, "", "unknown", Some(*reason), out);
            out.line(&format!("  {}", out.paint(Style::Plain, message)));
        }
    }
}

/// The answer in a word, and what it means by the catalogue.
fn verdict(name: &str, call: &str, word: &str, reason: Option<Code>, out: &Output) {
    let (text, style) = match word {
        "yes" => (out.say(&words::YES), Style::Good),
        "no" => (out.say(&words::NO), Style::Bad),
        "delivered" => (out.say(&words::DELIVERED), Style::Good),
        "not_delivered" => (out.say(&words::NOT_DELIVERED), Style::Bad),
        "in_doubt" => (out.say(&words::IN_DOUBT), Style::Warn),
        _ => (out.say(&words::UNKNOWN), Style::Warn),
    };
    let call = if call.is_empty() { String::new() } else { format!(" {call}") };
    out.line(&format!("{}:{call}: {}", out.paint(Style::Plain, name), out.paint(style, text)));
    if let Some(code) = reason {
        let entry = code.entry();
        out.line(&format!("  {} {}", out.say(&entry.what), out.say(&entry.fix)));
    }
}

fn lookup(rows: &[AnswerRow], problems: &[String], out: &Output) {
    let mut table = Table::new(vec![
        Column::new(out.say(&words::RECIPIENT), 100),
        Column::new(out.say(&words::ACCOUNT), 60),
        Column::new(out.say(&words::DELIVERABLE), 90),
        Column::flexible(out.say(&words::REASON), 80),
        Column::flexible(out.say(&words::OPERATOR), 50),
    ])
    .indent(2);
    for row in rows {
        let word = out.say(if row.deliverable { &words::YES } else { &words::NO });
        table.row(vec![
            masked(&row.recipient_id).into(),
            row.account_type.into(),
            Cell::new(word, if row.deliverable { Style::Good } else { Style::Plain }),
            row.reason.map(|code| out.say(&code.entry().what)).unwrap_or_default().into(),
            row.supplier.as_deref().unwrap_or_default().into(),
        ]);
    }
    if !rows.is_empty() {
        out.table(&table);
    }
    remarks(problems, out);
}

fn remarks(problems: &[String], out: &Output) {
    for problem in problems {
        out.line(&format!("  {}", out.paint(Style::Plain, problem)));
    }
}

fn masked(recipient: &str) -> String {
    WireId::new(recipient).masked()
}
