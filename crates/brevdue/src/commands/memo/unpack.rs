//! `brevdue memo unpack`

use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;

use memo::container::{ContainerError, ContainerLimits, Entry, read_container};
use serde_json::{Value, json};

use super::folder::{self, Folder, Names};
use super::source;
use crate::exit::{Exit, Failure, Outcome};
use crate::input::Input;
use crate::output::Output;

/// Unpack the messages of a container (.tar.lzma)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Nothing is overwritten, and nothing is left behind if the container turns out to be damaged. Messages are not judged:
`memo check` takes the container as it is.

Example:
  brevdue memo unpack 5f0a1d3c-8f6e-4b8e-9d57-1c5b7d1f0e01.tar.lzma -d inbox")]
pub(crate) struct Args {
    /// The container; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The folder; it is made if need be
    #[arg(short, long, value_name = "DIR")]
    directory: PathBuf,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let input = Input::from(args.file);
    let mut folder = Folder::open(&args.directory)?;
    let (mut names, mut lines) = (Names::default(), Vec::new());
    let end =
        read_container(input.open()?, &ContainerLimits::default(), |entry: &Entry, content| {
            match put(entry, content, &mut folder, &mut names) {
                Ok(line) => {
                    lines.push(line);
                    ControlFlow::Continue(())
                }
                Err(failure) => ControlFlow::Break(failure),
            }
        });
    match end {
        Ok(ControlFlow::Continue(_)) => {}
        Ok(ControlFlow::Break(failure)) => return Err(failure),
        Err(ContainerError::Source(error)) => return Err(input.failure(&error)),
        Err(error) => {
            let findings = error.finding(out.language()).into_iter().collect();
            let report = memo::Report { memo_version: None, valid: false, findings };
            source::print(&input.name(), &report, out);
            return Ok(Exit::No);
        }
    }
    folder.keep();
    for line in lines {
        if out.is_json() {
            out.json(&line);
        } else {
            out.line(&crate::output::clean(line["file"].as_str().unwrap_or_default()));
        }
    }
    Ok(Exit::Yes)
}

fn put(
    entry: &Entry,
    content: &mut dyn io::Read,
    folder: &mut Folder,
    names: &mut Names,
) -> Result<Value, Failure> {
    let name = names.safe(&entry.name, &format!("message-{}.xml", entry.number));
    let (path, mut file) = folder.create(&name)?;
    let length = io::copy(content, &mut file).map_err(|error| folder::failure(&path, &error))?;
    Ok(json!({ "file": path.to_string_lossy(), "entry": entry.shown(), "size_bytes": length }))
}
