//! A message that was made here: written, judged as it stands there, told.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};

use memo::{CheckOptions, CountSink, Message, ReadError, WriteError};
use serde_json::{Map, Value, json};

use super::source;
use super::store::{Store, temporary};
use crate::exit::{Exit, Failure, Outcome};
use crate::input::plain;
use crate::output::{FileOutput, Output};
use crate::words;

/// Writes a message with its documents to `output`, else to standard output, and judges what was written as one to
/// be sent. One that breaks a rule is reported and not kept.
pub(super) fn judged(
    message: &Message,
    store: &mut Store,
    options: &CheckOptions,
    output: Option<&PathBuf>,
    out: &Output,
) -> Outcome {
    let mut draft = Draft::create(output)?;
    let report = match memo::write_with(message, message.version, store, draft.target()) {
        Ok(()) => {
            let judged = match draft.reader() {
                Ok(reader) => memo::check_from(reader, options, &mut CountSink::default()),
                Err(error) => Err(ReadError::Source(error)),
            };
            judged.map_err(|error| draft.unread(&error))?.1
        }
        // Nothing was written; its rules are those of the structure.
        Err(WriteError::Invalid(_)) => memo::check_message(message, message.version, options),
        Err(error) => return Err(draft.unwritten(&error)),
    };
    let report = unplaced(report);
    if !report.valid {
        source::print(&draft.name(), &report, out);
        return Ok(Exit::No);
    }
    for finding in &report.findings {
        out.warn(&format!("{} {}: {}", finding.rule, finding.path, finding.message));
    }
    told(draft, message, Map::new(), out)
}

/// Writes a message with its documents, unjudged; `more` goes into the line for programs.
pub(super) fn written(
    message: &Message,
    store: &mut Store,
    output: Option<&PathBuf>,
    more: Map<String, Value>,
    out: &Output,
) -> Outcome {
    let mut draft = Draft::create(output)?;
    memo::write_with(message, message.version, store, draft.target())
        .map_err(|error| draft.unwritten(&error))?;
    told(draft, message, more, out)
}

/// The message is not there yet, so neither are its lines.
fn unplaced(mut report: memo::Report) -> memo::Report {
    for finding in &mut report.findings {
        (finding.line, finding.column) = (0, 0);
    }
    report
}

fn told(draft: Draft, message: &Message, more: Map<String, Value>, out: &Output) -> Outcome {
    let Some((path, size)) = draft.keep(out)? else { return Ok(Exit::Yes) };
    if out.is_json() {
        let mut line = json!({
            "file": path,
            "message_uuid": message.header.message_uuid.to_string(),
            "memo_version": message.version,
            "size_bytes": size,
        });
        if let Some(object) = line.as_object_mut() {
            object.extend(more);
        }
        out.json(&line);
    } else {
        out.note(&format!("{}: {path}", out.say(&words::SAVED)));
    }
    Ok(Exit::Yes)
}

/// Octets to a file, whole or not at all, or to standard output (`-` or nothing).
pub(super) fn write(bytes: &[u8], output: Option<&PathBuf>, out: &Output) -> Result<(), Failure> {
    let mut draft = Draft::create(output)?;
    draft.target().write_all(bytes).map_err(|error| draft.failure(&error))?;
    if let Some((path, _)) = draft.keep(out)?
        && !out.is_json()
    {
        out.note(&format!("{}: {path}", out.say(&words::SAVED)));
    }
    Ok(())
}

/// What is being written and may yet be thrown away.
enum Draft {
    File(FileOutput),
    Standard(File),
}

impl Draft {
    fn create(output: Option<&PathBuf>) -> Result<Draft, Failure> {
        match output.filter(|path| path.as_os_str() != "-") {
            Some(path) => FileOutput::create(path).map(Draft::File),
            None => temporary().map(Draft::Standard),
        }
    }

    fn name(&self) -> String {
        match self {
            Draft::File(file) => file.path().to_string_lossy().into_owned(),
            Draft::Standard(_) => "-".to_owned(),
        }
    }

    fn target(&mut self) -> &mut dyn Write {
        match self {
            Draft::File(file) => file.target(),
            Draft::Standard(file) => file,
        }
    }

    /// What was written so far, from its beginning.
    fn reader(&mut self) -> io::Result<Box<dyn Read + '_>> {
        match self {
            Draft::File(file) => Ok(Box::new(BufReader::with_capacity(64 * 1024, file.reopen()?))),
            Draft::Standard(file) => {
                file.rewind()?;
                Ok(Box::new(file))
            }
        }
    }

    /// Puts it where it belongs; path and size of a file.
    fn keep(self, out: &Output) -> Result<Option<(String, u64)>, Failure> {
        match self {
            Draft::File(mut file) => {
                let size = file.size().map_err(|error| failure(file.path(), &error))?;
                Ok(Some((file.keep()?, size)))
            }
            Draft::Standard(mut file) => {
                let mut room = vec![0; 64 * 1024];
                let unread = |error: &io::Error| failure(Path::new("standard output"), error);
                file.rewind().map_err(|error| unread(&error))?;
                while out.is_open() {
                    match file.read(&mut room).map_err(|error| unread(&error))? {
                        0 => break,
                        count => out.bytes(room.get(..count).unwrap_or_default()),
                    }
                }
                Ok(None)
            }
        }
    }

    fn failure(&self, error: &io::Error) -> Failure {
        failure(Path::new(&self.name()), error)
    }

    fn unwritten(&self, error: &WriteError) -> Failure {
        match error {
            WriteError::Target(error) => self.failure(error),
            other => Failure::new(format!("{}: {other}", self.name())),
        }
    }

    fn unread(&self, error: &ReadError) -> Failure {
        match error {
            ReadError::Source(error) => self.failure(error),
            other => Failure::new(format!("{}: {other}", self.name())),
        }
    }
}

fn failure(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot write {}: {}", path.display(), plain(error)))
}
