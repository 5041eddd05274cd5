//! `brevdue memo upgrade`

use std::path::PathBuf;

use clap::ValueEnum;
use memo::{Version, convert};
use serde_json::{Map, json};

use super::outgoing;
use super::source::{self, Loaded};
use crate::exit::{Exit, Outcome};
use crate::input::Input;
use crate::output::Output;

/// Bring a message into the other MeMo version and say what is lost
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Documents, identities and texts stay as they are. What the other version has no place for is named on standard error.

Examples:
  brevdue memo upgrade old.xml -o new.xml
  brevdue memo upgrade new.xml --to 1.1 --strict > old.xml")]
pub(crate) struct Args {
    /// The message; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where to write it [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// The version to write
    #[arg(long, value_enum, default_value = "1.2")]
    to: To,
    /// Write nothing and exit 1 if something would be lost
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum To {
    /// MeMo 1.1
    #[value(name = "1.1")]
    V1_1,
    /// MeMo 1.2
    #[value(name = "1.2")]
    V1_2,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let Some(Loaded { message, mut store, .. }) = source::load(&Input::from(args.file), false, out)? else {
        return Ok(Exit::No);
    };
    let version = match args.to {
        To::V1_1 => Version::V1_1,
        To::V1_2 => Version::V1_2,
    };
    let from = message.version;
    let (message, losses) = convert(message, version);
    for loss in &losses {
        out.warn(&format!("{}: {}", loss.path, out.say(&loss.what)));
    }
    if args.strict && !losses.is_empty() {
        return Ok(Exit::No);
    }
    let lost: Vec<_> =
        losses.iter().map(|loss| json!({ "path": loss.path, "what": out.say(&loss.what) })).collect();
    let more = Map::from_iter([("from_version".to_owned(), json!(from)), ("losses".to_owned(), json!(lost))]);
    outgoing::written(&message, &mut store, args.output.as_ref(), more, out)
}
