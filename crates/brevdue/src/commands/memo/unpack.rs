//! `brevdue memo unpack`

use std::fs::File;
use std::ops::ControlFlow;
use std::path::PathBuf;

use jiff::Timestamp;
use memo::container::{ContainerError, ContainerLimits, Entry, JudgedEntry, Receipt, judge_container};
use memo::{CheckOptions, CountSink};
use serde_json::{Value, json};

use super::folder::{Folder, Names};
use super::{outgoing, source};
use crate::exit::{Exit, Failure, Outcome};
use crate::input::Input;
use crate::output::Output;
use crate::when::moment;

/// Unpack the messages of a container (.tar.lzma)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Nothing is overwritten, and nothing is left behind if the container turns out to be damaged. Each message is named with
its messageUUID and the verdict on it, as one to be sent; why an invalid one is invalid says `memo check`, which takes
the container as it is. With --receipts the verdicts are also written as Digital Post's business receipts: one for each
message, all with one transmissionId.

Examples:
  brevdue memo unpack 5f0a1d3c-8f6e-4b8e-9d57-1c5b7d1f0e01.tar.lzma -d inbox
  brevdue memo unpack mass.tar.lzma -d inbox --receipts receipts.json --format json")]
pub(crate) struct Args {
    /// The container; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The folder; it is made if need be
    #[arg(short, long, value_name = "DIR")]
    directory: PathBuf,
    /// Write the receipts here, as a JSON array
    #[arg(long, value_name = "FILE")]
    receipts: Option<PathBuf>,
    /// The moment of judging (RFC 3339, a date, or `now`)
    #[arg(long, value_name = "TIME", value_parser = moment, default_value = "now")]
    at: Timestamp,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let input = Input::from(args.file);
    let mut folder = Folder::open(&args.directory)?;
    let (mut names, mut paths, mut judged) = (Names::default(), Vec::new(), Vec::new());
    let open = |entry: &Entry| -> Result<(CountSink, File), Failure> {
        let name = names.safe(&entry.name, &format!("message-{}.xml", entry.number));
        let (path, file) = folder.create(&name)?;
        paths.push(path);
        Ok((CountSink::default(), file))
    };
    let take = |entry: JudgedEntry| {
        judged.push((entry.entry, entry.receipt));
        ControlFlow::Continue(())
    };
    let options = CheckOptions { language: out.language(), ..CheckOptions::default() };
    let (limits, transmission) = (ContainerLimits::default(), uuid::Uuid::new_v4());
    match judge_container(input.open()?, &limits, &options, transmission, args.at, open, take) {
        Ok(ControlFlow::Continue(_)) => {}
        Ok(ControlFlow::Break(failure)) => return Err(failure),
        Err(ContainerError::Source(error)) => return Err(input.failure(&error)),
        Err(ContainerError::Target(error)) => {
            return Err(super::folder::failure(&args.directory, &error));
        }
        Err(error) => {
            let findings = error.finding(out.language()).into_iter().collect();
            let report = memo::Report { memo_version: None, valid: false, findings };
            source::print(&input.name(), &report, out);
            return Ok(Exit::No);
        }
    }
    if let Some(path) = &args.receipts {
        let receipts: Vec<&Receipt> = judged.iter().map(|(_, receipt)| receipt).collect();
        let text = serde_json::to_vec_pretty(&receipts).map_err(|error| Failure::new(error.to_string()))?;
        outgoing::write(&text, Some(path), out)?;
    }
    folder.keep();
    for ((entry, receipt), path) in judged.iter().zip(&paths) {
        if out.is_json() {
            out.json(&line(entry, receipt, &path.to_string_lossy()));
        } else {
            let uuid = receipt.message_uuid.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string);
            let verdict = serde_json::to_value(receipt.receipt_status).unwrap_or_default();
            let verdict = verdict.as_str().unwrap_or_default().to_owned();
            let code = receipt.error_code.map(|code| format!(" {code}")).unwrap_or_default();
            out.line(&crate::output::clean(&format!("{}: {uuid} {verdict}{code}", path.display())));
        }
    }
    Ok(Exit::Yes)
}

fn line(entry: &Entry, receipt: &Receipt, path: &str) -> Value {
    json!({ "file": path, "entry": entry.shown(), "size_bytes": entry.length,
            "message_uuid": receipt.message_uuid.as_ref().map(ToString::to_string), "receipt": receipt })
}
