//! `brevdue letters cancel`, `retry`, `resolve`, `forget`

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::client::{Api, Call, Letter, Moment, block_on, letter_id};
use crate::exit::{Exit, Outcome};
use crate::output::{Output, Style};

/// Stop a letter that has not left yet
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  brevdue letters cancel 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11")]
pub(crate) struct CancelArgs {
    /// The letter
    #[arg(value_name = "LETTER", value_parser = letter_id)]
    id: String,
}

/// Try again now a letter that waits or needs attention
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  brevdue letters retry 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11")]
pub(crate) struct RetryArgs {
    /// The letter
    #[arg(value_name = "LETTER", value_parser = letter_id)]
    id: String,
}

/// Say how a letter in doubt, or one that needs attention, goes on
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  brevdue letters resolve 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11 --how delivered --note 'operator confirmed by phone'")]
pub(crate) struct ResolveArgs {
    /// The letter
    #[arg(value_name = "LETTER", value_parser = letter_id)]
    id: String,
    /// What is known or decided
    #[arg(long, value_enum)]
    how: How,
    /// Who says so, and why; kept with the letter
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Delete what a letter says, before its time: it cannot be brought back
///
/// For a letter that has come to its end and should not have been sent, or holds what it must not. Title, text, files,
/// recipient, message and receipts go. That it was sent stays, when, how, with what outcome, who had it deleted and why.
/// Export the evidence before, if it is still needed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  brevdue letters forget 01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11 --why 'sent with the file of another case'")]
pub(crate) struct ForgetArgs {
    /// The letter
    #[arg(value_name = "LETTER", value_parser = letter_id)]
    id: String,
    /// Why; kept in place of the content, so without names
    #[arg(long, value_name = "TEXT")]
    why: String,
}

/// Ways to settle a doubt.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
enum How {
    /// It arrived
    Delivered,
    /// It did not arrive: take the fallback of the letter type
    NotDelivered,
    /// It was printed and posted by hand
    Printed,
    /// Send the same message again; it may arrive twice
    Resend,
    /// Taken note of: it stays as it is
    Noted,
}

impl How {
    const fn as_str(self) -> &'static str {
        match self {
            How::Delivered => "delivered",
            How::NotDelivered => "not_delivered",
            How::Printed => "printed",
            How::Resend => "resend",
            How::Noted => "noted",
        }
    }
}

pub(crate) fn cancel(args: CancelArgs, out: &Output) -> Outcome {
    act(&args.id, "cancel", &json!({}), out)
}

pub(crate) fn retry(args: RetryArgs, out: &Output) -> Outcome {
    act(&args.id, "retry", &json!({}), out)
}

pub(crate) fn resolve(args: ResolveArgs, out: &Output) -> Outcome {
    let mut body = json!({ "how": args.how.as_str() });
    if let (Some(note), Some(body)) = (args.note, body.as_object_mut()) {
        body.insert("note".to_owned(), json!(note));
    }
    act(&args.id, "resolve", &body, out)
}

pub(crate) fn forget(args: ForgetArgs, out: &Output) -> Outcome {
    act(&args.id, "forget", &json!({ "why": args.why }), out)
}

fn act(id: &str, verb: &str, body: &Value, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let answer = block_on(api.json(Call::post(&["letters", id, verb], body)))?;
    if out.is_json() {
        out.json(&answer);
    } else {
        let letter = Letter::read(&answer);
        let state = Moment(letter.state.as_deref().unwrap_or_default());
        let words = out.paint(state.style(), &state.words(out.language()));
        out.line(&format!("{} {words}", out.paint(Style::Strong, id)));
    }
    Ok(Exit::Yes)
}
