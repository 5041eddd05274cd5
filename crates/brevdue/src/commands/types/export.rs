//! `brevdue types export`

use std::path::PathBuf;

use letter::TypeCatalogue;

use super::file;
use crate::client::{Api, block_on};
use crate::exit::{Exit, Outcome};
use crate::output::Output;

/// Write the letter types of the running gateway as a catalogue file that others can import
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  brevdue types export --sender eksempel --source 'Eksempel Kommune' -o types.toml")]
pub(crate) struct Args {
    /// These codes only
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
    /// The types of this sender only
    #[arg(long, value_name = "SENDER")]
    sender: Option<String>,
    /// Who shares them, for those who read the file
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let types = block_on(async {
        if args.codes.is_empty() {
            return file::running(&api).await;
        }
        let mut types = Vec::new();
        for code in &args.codes {
            types.push(file::one(&api, code, None).await?);
        }
        Ok(types)
    })?;
    let wanted =
        |kind: &letter::LetterType| args.sender.as_ref().is_none_or(|sender| kind.sender.0 == *sender);
    let catalogue = TypeCatalogue::of(args.source.clone(), types.into_iter().filter(wanted));
    if out.is_json() {
        out.json(&catalogue);
    } else {
        file::give(&file::text(&catalogue)?, args.output.as_deref(), out)?;
    }
    Ok(Exit::Yes)
}
