//! `brevdue types import`

use std::path::PathBuf;

use clap::ValueEnum;
use letter::LetterType;
use serde_json::{Value, json};

use super::{check, file};
use crate::client::{Api, Call, block_on};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{Output, Style};

/// Review states that an import may give.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum State {
    Draft,
    Reviewed,
    Active,
    Retired,
}

impl State {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Reviewed => "reviewed",
            State::Active => "active",
            State::Retired => "retired",
        }
    }
}

/// Import letter types from a catalogue file into the running gateway
///
/// Nothing is imported unless the gateway takes all of them. Each import of a changed type is a new version; letters
/// under way go on with theirs.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue types import types.toml --sender eksempel --dry-run
  brevdue types import types.toml --sender eksempel --state active")]
pub(crate) struct Args {
    /// Catalogue file; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Sender whose letters these are
    #[arg(long, value_name = "SENDER")]
    sender: String,
    /// Review state: only active types take letters
    #[arg(long, value_enum, default_value = "draft")]
    state: State,
    /// These codes only
    #[arg(long = "only", value_name = "CODE")]
    only: Vec<String>,
    /// Say what would happen, change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let mut catalogue = file::catalogue(&args.file)?;
    let faults = catalogue.check();
    if !faults.is_empty() {
        check::show(&faults, out);
        return Ok(Exit::No);
    }
    catalogue.letter_types.retain(|kind| args.only.is_empty() || args.only.contains(&kind.code.0));
    let types: Vec<LetterType> = catalogue
        .letter_types
        .into_iter()
        .map(|kind| LetterType { sender: args.sender.as_str().into(), ..kind })
        .collect();
    let api = Api::new(out)?;
    block_on(async {
        let mut refused = false;
        for kind in &types {
            match put(&api, kind, args.state, true).await {
                Ok(answer) if args.dry_run => report(&answer, out),
                Ok(_) => {}
                Err(failure) if failure.exit() == Exit::No => {
                    out.note(&kind.code.0);
                    out.failure(&failure);
                    refused = true;
                }
                Err(failure) => return Err(failure),
            }
        }
        if refused || args.dry_run {
            return Ok(Exit::from_answer(!refused));
        }
        for kind in &types {
            report(&put(&api, kind, args.state, false).await?, out);
        }
        Ok(Exit::Yes)
    })
}

async fn put(api: &Api<'_>, kind: &LetterType, state: State, dry_run: bool) -> Result<Value, Failure> {
    let path = ["letter-types", kind.code.0.as_str()];
    let body = json!(kind);
    let call = Call::put(&path, &body)
        .query("state", Some(state.as_str()))
        .query("dry_run", Some(if dry_run { "true" } else { "false" }));
    api.json(call).await
}

/// What became of a type.
pub(super) fn report(answer: &Value, out: &Output) {
    if out.is_json() {
        return out.json(answer);
    }
    let text = |name: &str| answer.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let version = answer.get("version").and_then(Value::as_u64).unwrap_or_default();
    let code = out.paint(Style::Strong, &text("code"));
    out.line(&format!("{code} {}, version {version}, {}", text("result"), text("state")));
}
