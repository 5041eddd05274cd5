//! MeMo messages as the receiving side sees them.

use std::fs::File;
use std::io;
use std::path::Path;

use memo::{CheckOptions, CountSink, ReadError, Severity};

/// What the validation found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// The first error, or none.
    pub(crate) finding: Option<String>,
    pub(crate) sender: String,
    pub(crate) subject: String,
    pub(crate) documents: u32,
}

/// Validates a stored message without taking its files into memory: structure and the rules that Digital Post itself
/// applies, not the markup advice.
pub(crate) fn judge(path: &Path) -> io::Result<Verdict> {
    let mut sink = CountSink::default();
    let options = CheckOptions { markup: false, ..CheckOptions::default() };
    let (message, report) = match memo::check_from(File::open(path)?, &options, &mut sink) {
        Ok(checked) => checked,
        Err(ReadError::Source(error) | ReadError::Sink(error)) => return Err(error),
        Err(error) => return Ok(Verdict { finding: Some(error.to_string()), ..Verdict::default() }),
    };
    let finding = report.findings.iter().find(|finding| finding.severity == Severity::Error);
    let finding =
        finding.map(ToString::to_string).or((!report.valid).then(|| "not a valid message".to_owned()));
    let Some(message) = message else {
        return Ok(Verdict { finding: finding.or(Some("not a message".into())), ..Verdict::default() });
    };
    let documents = message.body.as_ref().map_or(0, |body| 1 + body.additional_documents.len());
    Ok(Verdict {
        finding,
        sender: message.header.sender.label.clone(),
        subject: message.header.label.clone(),
        documents: u32::try_from(documents).unwrap_or(u32::MAX),
    })
}
