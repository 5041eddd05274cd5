//! `brevdue types state`

use serde_json::json;

use super::import::{State, report};
use crate::client::{Api, Call, block_on};
use crate::exit::{Exit, Outcome};
use crate::output::Output;

/// Set the review state of an imported letter type: draft, reviewed, active, retired
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Making a version active retires the one before it. Letters under way go on with theirs.

Example:
  brevdue types state dk-opkraevning active")]
pub(crate) struct Args {
    /// Code of the type
    #[arg(value_name = "CODE")]
    code: String,
    /// New state
    #[arg(value_enum)]
    state: State,
    /// Version [default: the newest]
    #[arg(long, value_name = "N")]
    revision: Option<u32>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let body = json!({ "state": args.state.as_str(), "version": args.revision });
    let path = ["letter-types", args.code.as_str(), "state"];
    report(&block_on(api.json(Call::put(&path, &body)))?, out);
    Ok(Exit::Yes)
}
