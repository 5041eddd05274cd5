//! Reading: one pass, bounded memory, every fault reported.

mod base64;
mod class;
mod content;
mod engine;
mod inspect;
mod leaf;
mod namespaces;
mod root;
mod scan;

pub(crate) use engine::{Engine, Mark, Note, Notes, Reading, Stop, push_segment, segment_matches};
pub(crate) use inspect::{Inspection, Inspector, extension};

use crate::content::{ContentSink, MemorySink};
use crate::finding::{Finding, Severity};
use crate::limits::Limits;
use crate::model::Message;
use crate::xml::{Input, SliceInput, StreamInput};
use std::io::Read;

/// Why a message could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The document is not a valid message; the findings say where and why.
    #[error("not a valid MeMo message: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Invalid(Vec<Finding>),
    /// The source of the document failed; try again.
    #[error("the message could not be read from its source")]
    Source(#[source] std::io::Error),
    /// The sink did not take a file; the message itself may be sound.
    #[error("a file of the message could not be stored")]
    Sink(#[source] std::io::Error),
}

/// Reads a message that lies in memory, its files included.
///
/// Any prefixes are accepted (O7), as are a byte-order mark, upper-case UUIDs, `0`/`1` booleans and base64 with line
/// breaks. Only structure is judged here; [`crate::check`] applies the rules.
///
/// # Errors
/// Every structural fault (sections A to I of the rules, as far as the schema says so), at most
/// [`Limits::findings`] of them.
///
/// ```
/// let xml = br#"<m:Message xmlns:m="https://DigitalPost.dk/MeMo-1" memoVersion="1.2"><m:MessageHeader/></m:Message>"#;
/// let findings = memo::read(xml, &memo::Limits::default()).unwrap_err();
/// assert!(findings.iter().any(|f| f.rule == "C2" && f.line == 1));
/// ```
pub fn read(xml: &[u8], limits: &Limits) -> Result<Message, Vec<Finding>> {
    let mut sink = MemorySink::default();
    let reading = run(SliceInput::new(xml, limits.message_bytes), limits, &mut sink, false);
    accept(reading).map_err(|error| match error {
        ReadError::Invalid(findings) => findings,
        // Neither a slice nor the memory sink can fail.
        ReadError::Source(_) | ReadError::Sink(_) => Vec::new(),
    })
}

/// Reads the one message that stands somewhere inside another document, such as a `kombi_request`.
///
/// # Errors
/// As for [`read`]; A3 when there is no message inside.
pub fn read_embedded(xml: &[u8], limits: &Limits) -> Result<Message, Vec<Finding>> {
    let mut sink = MemorySink::default();
    let reading = run(SliceInput::new(xml, limits.message_bytes), limits, &mut sink, true);
    accept(reading).map_err(|error| match error {
        ReadError::Invalid(findings) => findings,
        ReadError::Source(_) | ReadError::Sink(_) => Vec::new(),
    })
}

/// Reads a message from a stream and hands every file to `sink` as it comes; memory stays flat.
///
/// # Errors
/// [`ReadError`]; faults of the message as for [`read`].
pub fn read_from(
    source: impl Read,
    limits: &Limits,
    sink: &mut dyn ContentSink,
) -> Result<Message, ReadError> {
    accept(run(StreamInput::new(source, limits.message_bytes, limits.tag_bytes), limits, sink, false))
}

pub(crate) fn run<I: Input>(
    input: I,
    limits: &Limits,
    sink: &mut dyn ContentSink,
    embedded: bool,
) -> Reading<I> {
    Engine::new(input, limits, sink).document(embedded)
}

fn accept<I: Input>(reading: Reading<I>) -> Result<Message, ReadError> {
    if let Some(error) = reading.failure {
        return Err(error);
    }
    let findings = reading.findings.resolve(&reading.input);
    match reading.message {
        Some(message) if findings.iter().all(|f| f.severity != Severity::Error) => Ok(message),
        _ => Err(ReadError::Invalid(findings)),
    }
}
