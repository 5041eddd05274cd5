//! A message that was made here: judged, written, told.

use std::path::{Path, PathBuf};

use memo::{CheckOptions, Message, Version};
use serde_json::{Map, Value, json};

use super::source;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{FileOutput, Output};
use crate::words;

/// Judges a message as one to be sent and writes it to `output`, else to standard output. One that breaks a rule is
/// reported and not written.
pub(super) fn judged(
    message: &Message,
    options: &CheckOptions,
    output: Option<&PathBuf>,
    out: &Output,
) -> Outcome {
    let report = memo::check_message(message, message.version, options);
    if !report.valid {
        source::print(&target_name(output), &report, out);
        return Ok(Exit::No);
    }
    for finding in &report.findings {
        out.warn(&format!("{} {}: {}", finding.rule, finding.path, finding.message));
    }
    written(message, message.version, output, Map::new(), out)
}

/// Writes a message; `more` goes into the line for programs.
pub(super) fn written(
    message: &Message,
    version: Version,
    output: Option<&PathBuf>,
    more: Map<String, Value>,
    out: &Output,
) -> Outcome {
    let xml = memo::write_to_vec(message, version)
        .map_err(|error| Failure::new(format!("{}: {error}", target_name(output))))?;
    write(&xml, output.map(PathBuf::as_path), out)?;
    if out.is_json()
        && let Some(path) = output.filter(|path| path.as_os_str() != "-")
    {
        let mut line = json!({
            "file": path.to_string_lossy(),
            "message_uuid": message.header.message_uuid.to_string(),
            "memo_version": version,
            "size_bytes": xml.len(),
        });
        if let Some(object) = line.as_object_mut() {
            object.extend(more);
        }
        out.json(&line);
    }
    Ok(Exit::Yes)
}

/// Octets to a file, whole or not at all, or to standard output (`-` or nothing).
pub(super) fn write(bytes: &[u8], output: Option<&Path>, out: &Output) -> Result<(), Failure> {
    match output.filter(|path| path.as_os_str() != "-") {
        None => out.bytes(bytes),
        Some(path) => {
            let mut file = FileOutput::create(path)?;
            file.write(bytes)?;
            let name = file.keep()?;
            if !out.is_json() {
                out.note(&format!("{}: {name}", out.say(&words::SAVED)));
            }
        }
    }
    Ok(())
}

fn target_name(output: Option<&PathBuf>) -> String {
    output.map_or_else(|| "-".to_owned(), |path| path.to_string_lossy().into_owned())
}
