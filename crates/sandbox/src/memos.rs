//! MeMo messages as the receiving side sees them.

use std::fs::File;
use std::io;
use std::path::Path;

use memo::{CountSink, Limits, ReadError};

/// What the validation found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// The first error, or none.
    pub(crate) finding: Option<String>,
    pub(crate) sender: String,
    pub(crate) subject: String,
    pub(crate) documents: u32,
}

/// Validates a stored message without taking its files into memory.
pub(crate) fn judge(path: &Path) -> io::Result<Verdict> {
    let mut sink = CountSink::default();
    match memo::read_from(File::open(path)?, &Limits::default(), &mut sink) {
        Ok(message) => {
            let documents = message.body.as_ref().map_or(0, |body| 1 + body.additional_documents.len());
            Ok(Verdict {
                finding: None,
                sender: message.header.sender.label.clone(),
                subject: message.header.label.clone(),
                documents: u32::try_from(documents).unwrap_or(u32::MAX),
            })
        }
        Err(ReadError::Source(error) | ReadError::Sink(error)) => Err(error),
        Err(error) => Ok(Verdict { finding: Some(error.to_string()), ..Verdict::default() }),
    }
}
