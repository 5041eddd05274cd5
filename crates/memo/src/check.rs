//! Judging a message: structure while it is read, then every rule of the table.

use crate::codes::Archetype;
use crate::content::{Content, ContentSink, CountSink, FileInfo, Part};
use crate::context::Context;
use crate::finding::{Finding, Severity};
use crate::limits::Limits;
use crate::model::{File, Message};
use crate::read::{Inspection, Inspector, Notes, ReadError, Reading, run};
use crate::rules::{self, Subject};
use crate::version::Version;
use crate::xml::{Input, SliceInput, StreamInput};
use catalogue::Language;
use serde::Serialize;
use std::io::Read;

/// How to judge.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// Bounds of the reader; `attachments` is also rule L2.
    pub limits: Limits,
    /// Judge as a message received (section O): only what makes it unreadable is an error, the rest is flagged.
    pub incoming: bool,
    /// The letter's archetype (N10–N15); found from `messageCode` if that names one.
    pub archetype: Option<Archetype>,
    /// Whether the markup rules N1–N15 are applied to a letter to be sent.
    pub markup: bool,
    /// Accepted file extensions in lower case (H9); `None` accepts all. The official list is not public.
    pub extensions: Option<Vec<String>>,
    /// Language of the findings' messages.
    pub language: Language,
    /// Facts from outside the message.
    pub context: Context,
}

/// Extensions accepted unless configured otherwise: those evidenced and their everyday relatives.
const EXTENSIONS: [&str; 27] = [
    "pdf", "txt", "html", "htm", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf",
    "xml", "csv", "json", "ics", "jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "zip", "mp4",
];

impl Default for CheckOptions {
    fn default() -> CheckOptions {
        CheckOptions {
            limits: Limits::default(),
            incoming: false,
            archetype: None,
            markup: true,
            extensions: Some(EXTENSIONS.iter().map(|e| (*e).to_owned()).collect()),
            language: Language::En,
            context: Context::default(),
        }
    }
}

/// The verdict on a message.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Version that the message claims, if it is one of the two.
    pub memo_version: Option<Version>,
    /// No finding is an error.
    pub valid: bool,
    /// Everything found, in document order.
    pub findings: Vec<Finding>,
}

/// Judges a message that lies in memory. Attachments are decoded and inspected, but not kept.
///
/// ```
/// let report = memo::check(b"<Message/>", &memo::CheckOptions::default());
/// assert!(!report.valid);
/// assert_eq!(report.findings[0].rule, "A3");
/// ```
#[must_use]
pub fn check(xml: &[u8], options: &CheckOptions) -> Report {
    let mut sink = CountSink::default();
    let reading = run(SliceInput::new(xml, options.limits.message_bytes), &options.limits, &mut sink, false);
    judge(reading, options).1
}

/// Judges a message inside another document, such as a `kombi_request`.
#[must_use]
pub fn check_embedded(xml: &[u8], options: &CheckOptions) -> Report {
    let mut sink = CountSink::default();
    let reading = run(SliceInput::new(xml, options.limits.message_bytes), &options.limits, &mut sink, true);
    judge(reading, options).1
}

/// Reads a message from a stream, hands its files to `sink` and judges it, all in one pass with flat memory.
///
/// The message is there when the document was read to its end, valid or not, so that an incoming message can be
/// kept and flagged.
///
/// # Errors
/// [`ReadError::Source`] and [`ReadError::Sink`] only; faults of the message are in the report.
pub fn check_from(
    source: impl Read,
    options: &CheckOptions,
    sink: &mut dyn ContentSink,
) -> Result<(Option<Message>, Report), ReadError> {
    streamed(source, options, sink, false)
}

/// As [`check_from`], for the one message that stands somewhere inside another document, such as a `kombi_request`.
///
/// # Errors
/// As for [`check_from`].
pub fn check_embedded_from(
    source: impl Read,
    options: &CheckOptions,
    sink: &mut dyn ContentSink,
) -> Result<(Option<Message>, Report), ReadError> {
    streamed(source, options, sink, true)
}

fn streamed(
    source: impl Read,
    options: &CheckOptions,
    sink: &mut dyn ContentSink,
    embedded: bool,
) -> Result<(Option<Message>, Report), ReadError> {
    let limits = &options.limits;
    let input = StreamInput::new(source, limits.message_bytes, limits.tag_bytes);
    let mut reading = run(input, limits, sink, embedded);
    match reading.failure.take() {
        Some(error) => Err(error),
        None => Ok(judge(reading, options)),
    }
}

/// Judges a message that was composed in memory, as it would be written in `version`.
///
/// Contents kept elsewhere are judged by name and length only.
#[must_use]
pub fn check_message(message: &Message, version: Version, options: &CheckOptions) -> Report {
    let mut notes = Notes::new(options.limits.findings);
    for finding in crate::write::validate(message, version) {
        notes.push_finding(finding);
    }
    let inspections: Vec<Inspection> = files(message).map(|(_, file)| inspect(file)).collect();
    let subject = Subject { message, version, inspections: &inspections, options, bytes: None };
    rules::apply(&subject, &mut notes, &[]);
    report(notes, &SliceInput::new(b"", 0), Some(version), options)
}

/// Every file of a message with the document it belongs to, in order.
pub fn files(message: &Message) -> impl Iterator<Item = (Part, &File)> {
    message.body.iter().flat_map(|body| {
        let main = body.main_document.files.iter().map(|f| (Part::Main, f));
        let additional =
            body.additional_documents.iter().flat_map(|d| &d.files).map(|f| (Part::Additional, f));
        let technical = body.technical_documents.iter().flat_map(|d| &d.files).map(|f| (Part::Technical, f));
        main.chain(additional).chain(technical)
    })
}

fn inspect(file: &File) -> Inspection {
    let mut inspector = Inspector::new(&file.encoding_format, &file.filename);
    match &file.content {
        Content::Bytes(bytes) => inspector.see(bytes),
        other => return Inspection { length: other.len(), ..Inspection::default() },
    }
    inspector.finish()
}

fn judge<I: Input>(reading: Reading<I>, options: &CheckOptions) -> (Option<Message>, Report) {
    let Reading { input, message, finished, version, mut findings, marks, inspections, bytes, .. } = reading;
    let message = message.filter(|_| finished);
    if let (Some(message), Some(version)) = (&message, version) {
        let subject = Subject { message, version, inspections: &inspections, options, bytes: Some(bytes) };
        rules::apply(&subject, &mut findings, &marks);
    }
    let report = report(findings, &input, version, options);
    (message, report)
}

fn report<I: Input>(
    mut notes: Notes,
    input: &I,
    memo_version: Option<Version>,
    options: &CheckOptions,
) -> Report {
    rules::settle(&mut notes, options);
    let findings = notes.resolve(input);
    let valid = findings.iter().all(|f| f.severity != Severity::Error);
    Report { memo_version, valid, findings }
}

/// So that a sink can be chosen by file: only the information is passed on.
impl<S: ContentSink + ?Sized> ContentSink for Box<S> {
    fn begin(&mut self, file: &FileInfo<'_>) -> std::io::Result<()> {
        (**self).begin(file)
    }
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        (**self).write(bytes)
    }
    fn end(&mut self) -> std::io::Result<Content> {
        (**self).end()
    }
}
