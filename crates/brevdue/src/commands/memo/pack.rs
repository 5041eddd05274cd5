//! `brevdue memo pack`

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

use memo::container::{ContainerError, ContainerLimits, Outgoing, write_container};
use memo::{CheckOptions, CountSink, ReadError, Uuid};
use serde_json::json;

use super::source;
use crate::exit::{Exit, Failure, Outcome};
use crate::input::{Input, cannot_read};
use crate::output::{FileOutput, Output};
use crate::words;

/// Pack messages into a container for mass mailing (.tar.lzma)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Every message is judged first, as `memo check` does; if one is invalid, nothing is packed. Digital Post wants the
container named {uuid}.tar.lzma, with a UUID of its own: so it is called when -o is not given.

Examples:
  brevdue memo pack outbox/*.xml
  brevdue memo pack outbox/*.xml -o 5f0a1d3c-8f6e-4b8e-9d57-1c5b7d1f0e01.tar.lzma")]
pub(crate) struct Args {
    /// Messages, each in a file of its own
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The container [default: {uuid}.tar.lzma in this folder]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let options = CheckOptions { language: out.language(), ..CheckOptions::default() };
    let (mut found, mut exit) = (Vec::new(), Exit::Yes);
    for path in args.files {
        match judge(&path, &options, out)? {
            Some((uuid, length)) => found.push((path, uuid, length)),
            None => exit = Exit::No,
        }
    }
    if exit != Exit::Yes {
        return Ok(exit);
    }
    let target = args.output.unwrap_or_else(|| PathBuf::from(format!("{}.tar.lzma", uuid::Uuid::new_v4())));
    let mut file = Target { file: FileOutput::create(&target)?, failure: None };
    let messages = found.iter().map(|(path, uuid, length)| {
        let content = BufReader::with_capacity(64 * 1024, File::open(path)?);
        Ok(Outgoing { uuid: uuid.clone(), length: *length, content })
    });
    let count = match write_container(&mut file, messages, &ContainerLimits::default()) {
        Ok(count) => count,
        Err(error) => return refused(error, &target, file.failure, &options, out),
    };
    let name = file.file.keep()?;
    if out.is_json() {
        out.json(&json!({ "file": name, "messages": count }));
    } else {
        out.line(&format!("{}: {name} ({count})", out.say(&words::SAVED)));
    }
    Ok(Exit::Yes)
}

/// Identity and size of a message that may be packed; one that is invalid is reported.
fn judge(path: &Path, options: &CheckOptions, out: &Output) -> Result<Option<(Uuid, u64)>, Failure> {
    let input = Input::from(path.to_owned());
    if input.is_stdin() {
        return Err(Failure::new("messages to pack are read twice, which standard input cannot be")
            .fix("Save the message in a file."));
    }
    let source = input.open()?;
    let (message, report) =
        memo::check_from(source, options, &mut CountSink::default()).map_err(|error| match error {
            ReadError::Source(source) => input.failure(&source),
            other => Failure::new(format!("{}: {other}", input.name())),
        })?;
    let length = std::fs::metadata(path).map_err(|error| cannot_read(path, &error))?.len();
    match message {
        Some(message) if report.valid => Ok(Some((message.header.message_uuid, length))),
        _ => {
            source::print(&input.name(), &report, out);
            Ok(None)
        }
    }
}

fn refused(
    error: ContainerError,
    target: &Path,
    failure: Option<Failure>,
    options: &CheckOptions,
    out: &Output,
) -> Outcome {
    if let Some(failure) = failure {
        return Err(failure);
    }
    match (error.finding(options.language), error) {
        (Some(finding), _) => {
            let report = memo::Report { memo_version: None, valid: false, findings: vec![finding] };
            source::print(&target.to_string_lossy(), &report, out);
            Ok(Exit::No)
        }
        (None, ContainerError::Source(error) | ContainerError::Target(error)) => {
            Err(cannot_read(target, &error))
        }
        (None, other) => Err(Failure::new(other.to_string())),
    }
}

/// The output file as the library wants it; its own failure says more than an `io::Error`.
struct Target {
    file: FileOutput,
    failure: Option<Failure>,
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.file.write(bytes) {
            Ok(()) => Ok(bytes.len()),
            Err(failure) => {
                self.failure = Some(failure);
                Err(io::Error::other("not written"))
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
