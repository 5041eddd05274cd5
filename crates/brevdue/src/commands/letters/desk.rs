//! `brevdue letters attention` and `brevdue letters do`: the error desk.

use clap::builder::PossibleValuesParser;
use serde_json::{Value, json};

use crate::client::{self, Api, Call, block_on, letter_id};
use crate::exit::{Exit, Failure, Outcome};
use crate::input::lines_of_stdin;
use crate::output::{Align, Cell, Column, Output, Style, Table};
use crate::words;

/// Letters in one call.
const AT_ONCE: usize = 1000;

/// List what waits for a person: why, for how long, what was tried, what can be done
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue letters attention --group
  brevdue letters attention --code attempts_exceeded --format json")]
pub(crate) struct AttentionArgs {
    /// Only numbers, by reason
    #[arg(long)]
    group: bool,
    /// Only letters with this reason
    #[arg(long, value_name = "CODE", conflicts_with = "group")]
    code: Option<String>,
    /// Only letters of this type
    #[arg(long = "type", value_name = "TYPE", conflicts_with = "group")]
    letter_type: Option<String>,
    /// Only letters of this board or unit
    #[arg(long, value_name = "UNIT", conflicts_with = "group")]
    unit: Option<String>,
}

/// Do the same for many letters; each is judged by itself
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Letters whose state does not allow it are left as they are and named. Exit 1 if there are any.

Examples:
  brevdue letters do retry 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11
  brevdue letters do cancel - --note 'wrong run' < ids.txt")]
pub(crate) struct DoArgs {
    /// What to do
    #[arg(value_name = "ACT", value_parser = PossibleValuesParser::new(
        ["retry", "cancel", "delivered", "not_delivered", "printed", "resend", "noted"]))]
    act: String,
    /// The letters; `-` reads them from standard input, one on each line
    #[arg(required = true, value_name = "LETTER")]
    ids: Vec<String>,
    /// Who says so, and why; kept with each letter
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

pub(crate) fn attention(args: AttentionArgs, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    block_on(async {
        if args.group {
            let found = api.json(Call::get(&["attention"]).query("group", Some("code"))).await?;
            groups(&found, out);
            return Ok(Exit::Yes);
        }
        let mut cursor: Option<String> = None;
        let mut any = false;
        loop {
            let call = Call::get(&["attention"])
                .query("code", args.code.clone())
                .query("type", args.letter_type.clone())
                .query("unit", args.unit.clone())
                .query("limit", Some("250"))
                .query("cursor", cursor.clone());
            let mut found = api.json(call).await?;
            let next = found["next"].as_str().map(str::to_owned);
            let letters = client::list(&mut found, "letters");
            any |= !letters.is_empty();
            letters.iter().for_each(|letter| show(letter, out));
            if next.is_none() || next == cursor || !out.is_open() {
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

fn groups(found: &Value, out: &Output) {
    if out.is_json() {
        return out.json(found);
    }
    let mut table = Table::new(vec![
        Column::new("#", 90).align(Align::Right),
        Column::new(out.say(&words::REASON), 80),
        Column::flexible(out.say(&words::TO_DO), 60),
    ]);
    for group in found["groups"].as_array().into_iter().flatten() {
        let text = |name: &str| group["reason"][name].as_str().unwrap_or_default();
        table.row(vec![
            group["letters"].as_u64().unwrap_or(0).to_string().into(),
            Cell::new(text("code"), Style::Strong),
            format!("{} {}", text("what"), text("fix")).into(),
        ]);
    }
    out.table(&table);
}

fn show(letter: &Value, out: &Output) {
    if out.is_json() {
        return out.json(letter);
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let attention = &letter["attention"];
    let hours = attention["age_hours"].as_i64().unwrap_or(0);
    let head = format!("{}  {} h  {}", text(&letter["id"]), hours, text(&attention["owner"]));
    out.line(&out.paint(Style::Strong, &head));
    out.line(&out.paint(Style::Plain, &format!("  {}", text(&attention["reason"]["what"]))));
    out.line(&out.paint(Style::Dim, &format!("  → {}", text(&attention["reason"]["fix"]))));
    let acts: Vec<String> =
        attention["acts"].as_array().into_iter().flatten().map(|act| text(&act["do"])).collect();
    out.line(&out.paint(Style::Plain, &format!("  {}", acts.join(" · "))));
}

pub(crate) fn act(args: DoArgs, out: &Output) -> Outcome {
    let mut ids = Vec::new();
    for id in args.ids {
        match id.as_str() {
            "-" => ids.extend(lines_of_stdin(1_000_000)?),
            _ => ids.push(id),
        }
    }
    // Read here first, so that a person's number typed by mistake goes nowhere.
    let ids: Vec<String> =
        ids.iter().map(|id| letter_id(id.trim())).collect::<Result<_, _>>().map_err(Failure::new)?;
    let api = Api::new(out)?;
    block_on(async {
        let mut exit = Exit::Yes;
        for chunk in ids.chunks(AT_ONCE) {
            let order = json!({ "do": args.act, "ids": chunk, "note": args.note });
            let mut answer = api.json(Call::post(&["letters", "actions"], &order)).await?;
            for result in client::list(&mut answer, "results") {
                let done = result["done"] == true;
                exit = exit.and(Exit::from_answer(done));
                if out.is_json() {
                    out.json(&result);
                    continue;
                }
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let what = if done { text(&result["state"]) } else { text(&result["reason"]["what"]) };
                let style = if done { Style::Good } else { Style::Warn };
                let id = text(&result["id"]);
                out.line(&format!("{} {}", out.paint(Style::Strong, &id), out.paint(style, &what)));
            }
        }
        Ok(exit)
    })
}
