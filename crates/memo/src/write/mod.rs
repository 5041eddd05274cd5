//! Writing: fixed prefixes, deterministic bytes, contents streamed through base64.

mod emit;
mod judge;

use crate::content::{ContentSource, NoStore};
use crate::finding::Finding;
use crate::model::Message;
use crate::version::Version;
use std::io::Write;

/// Why a message could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The message cannot be valid in the chosen version; nothing was written.
    #[error("the message cannot be written: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Invalid(Vec<Finding>),
    /// A stored content could not be read; what was written so far is not a message.
    #[error("a file of the message could not be read")]
    Content(#[source] std::io::Error),
    /// A stored content has another length than the message says; what was written so far is not a message.
    #[error("a file of the message has {found} bytes, not {expected}")]
    Length {
        /// Length that the message holds for the file.
        expected: u64,
        /// Length that came from the source.
        found: u64,
    },
    /// The output did not take the bytes.
    #[error("the message could not be written to its target")]
    Target(#[source] std::io::Error),
}

/// Everything that keeps the message from being valid in this version: the findings of [`WriteError::Invalid`].
#[must_use]
pub fn validate(message: &Message, version: Version) -> Vec<Finding> {
    judge::judge(message, version).0
}

/// Writes a message whose contents are all in memory.
///
/// The prefixes are always the same, only those used are declared, and equal messages give equal bytes. In 1.1,
/// `memoSchVersion`, `mandatory` and `legalNotification` are supplied where missing.
///
/// # Errors
/// [`WriteError`]. Nothing is written when the message cannot be valid in `version`.
///
/// ```
/// let message = memo::Message::default();
/// let error = memo::write(&message, memo::Version::V1_2, &mut Vec::new()).unwrap_err();
/// assert!(matches!(error, memo::WriteError::Invalid(findings) if findings[0].rule == "C3"));
/// ```
pub fn write(message: &Message, version: Version, target: impl Write) -> Result<(), WriteError> {
    write_with(message, version, &mut NoStore, target)
}

/// Writes a message into memory; for messages without large files.
///
/// # Errors
/// As for [`write()`].
pub fn write_to_vec(message: &Message, version: Version) -> Result<Vec<u8>, WriteError> {
    let mut bytes = Vec::new();
    write(message, version, &mut bytes)?;
    Ok(bytes)
}

/// Writes a message and takes stored contents from `source` as they are needed; memory stays flat.
///
/// # Errors
/// As for [`write()`].
pub fn write_with(
    message: &Message,
    version: Version,
    source: &mut dyn ContentSource,
    target: impl Write,
) -> Result<(), WriteError> {
    let (findings, prefixes) = judge::judge(message, version);
    if !findings.is_empty() {
        return Err(WriteError::Invalid(findings));
    }
    emit::emit(message, version, &prefixes, source, target)
}
