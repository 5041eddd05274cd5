//! State of one reading and the way faults are noted.

use super::{Inspection, ReadError};
use crate::content::ContentSink;
use crate::finding::{Finding, Severity};
use crate::limits::Limits;
use crate::model::Message;
use crate::read::namespaces::Namespaces;
use crate::read::scan::{Tag, TextFault};
use crate::schema::Field;
use crate::version::Version;
use crate::xml::{Ending, Input};

/// Reading cannot go on; why is noted already.
#[derive(Debug)]
pub(crate) struct Stop;

/// Where an element stood, so that a rule that looks at the finished message can still name line and column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) parent: u32,
    pub(crate) ordinal: u32,
    pub(crate) field: &'static Field,
    pub(crate) place: u64,
}

pub(crate) struct Frame {
    pub(crate) field: &'static Field,
    pub(crate) ordinal: u32,
    pub(crate) mark: u32,
}

/// A finding whose place is not yet a line and column.
pub(crate) struct Note {
    pub(crate) rule: &'static str,
    pub(crate) severity: Severity,
    pub(crate) path: String,
    pub(crate) place: Option<u64>,
    pub(crate) message: String,
}

/// The first faults, errors before warnings when there is not room for all, and how many more there were.
pub(crate) struct Notes {
    pub(crate) list: Vec<Note>,
    pub(crate) max: usize,
    pub(crate) dropped: usize,
    dropped_error: bool,
}

impl Notes {
    pub(crate) fn new(max: usize) -> Notes {
        Notes { list: Vec::new(), max: max.max(1), dropped: 0, dropped_error: false }
    }

    pub(crate) fn push(&mut self, note: Note) {
        if self.list.len() < self.max {
            self.list.push(note);
            return;
        }
        self.dropped += 1;
        if note.severity == Severity::Error {
            // An error is worth more than a warning that came first.
            match self.list.iter().rposition(|n| n.severity == Severity::Warning) {
                Some(index) => {
                    self.list.remove(index);
                    self.list.push(note);
                }
                None => self.dropped_error = true,
            }
        }
    }

    /// Whether a note of this severity would be kept.
    pub(crate) fn takes(&self, severity: Severity) -> bool {
        let room = self.list.len() < self.max;
        room || (severity == Severity::Error && self.list.iter().any(|n| n.severity == Severity::Warning))
    }

    /// A finding that has no place in a text.
    pub(crate) fn push_finding(&mut self, finding: Finding) {
        let Finding { rule, severity, path, message, .. } = finding;
        self.push(Note { rule, severity, path, place: None, message });
    }

    /// Whether this rule was already broken at or directly below this path.
    pub(crate) fn has(&self, rule: &str, path: &str) -> bool {
        self.list.iter().any(|n| n.rule == rule && n.path.starts_with(path))
    }

    /// Findings in document order, each with line and column.
    pub(crate) fn resolve<I: Input>(self, input: &I) -> Vec<Finding> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let places: Vec<u64> = self.list.iter().map(|note| note.place.unwrap_or(0)).collect();
        let positions = input.positions(&places);
        let mut findings: Vec<Finding> = self
            .list
            .into_iter()
            .zip(positions)
            .map(|(note, (line, column))| Finding {
                rule: note.rule,
                severity: note.severity,
                path: note.path,
                line: if note.place.is_some() { line } else { 0 },
                column: if note.place.is_some() { column } else { 0 },
                message: note.message,
            })
            .collect();
        findings.sort_by_key(|f| (f.line, f.column));
        if self.dropped > 0 {
            let severity = if self.dropped_error { Severity::Error } else { Severity::Warning };
            let last = findings.last().map(|f| (f.rule, f.path.clone(), f.line, f.column));
            if let Some((rule, path, line, column)) = last {
                let message =
                    format!("{} more findings are not shown; mend the ones above first", self.dropped);
                findings.push(Finding { rule, severity, path, line, column, message });
            }
        }
        findings
    }
}

/// What a reading gave.
pub(crate) struct Reading<I> {
    pub(crate) input: I,
    /// As much as could be read; complete when `finished`.
    pub(crate) message: Option<Message>,
    /// The document was read to its end.
    pub(crate) finished: bool,
    pub(crate) version: Option<Version>,
    pub(crate) findings: Notes,
    pub(crate) failure: Option<ReadError>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) inspections: Vec<Inspection>,
    pub(crate) bytes: u64,
}

pub(crate) struct Engine<'a, I> {
    pub(crate) input: I,
    pub(crate) limits: &'a Limits,
    pub(crate) sink: &'a mut dyn ContentSink,
    pub(crate) notes: Notes,
    pub(crate) failure: Option<ReadError>,
    pub(crate) frames: Vec<Frame>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) elements: usize,
    /// Where a text was last found faulty: elements begun and elements open, once per kind of fault.
    pub(crate) flawed: Vec<(TextFault, usize, usize)>,
    /// Names of all open elements, one after the other.
    pub(crate) names: Vec<u8>,
    pub(crate) name_starts: Vec<usize>,
    pub(crate) namespaces: Namespaces,
    /// The tag at the start of the window.
    pub(crate) tag: Tag,
    /// The element just begun has no content (`<a/>`).
    pub(crate) empty: bool,
    pub(crate) version: Option<Version>,
    pub(crate) scratch: Vec<u8>,
    pub(crate) decoder: super::base64::Decoder,
    pub(crate) inspections: Vec<Inspection>,
    pub(crate) encoding_format: String,
    pub(crate) filename: String,
    pub(crate) odd_prefix: bool,
    pub(crate) xsi_attribute: bool,
}

impl<'a, I: Input> Engine<'a, I> {
    pub(crate) fn new(input: I, limits: &'a Limits, sink: &'a mut dyn ContentSink) -> Engine<'a, I> {
        Engine {
            input,
            limits,
            sink,
            notes: Notes::new(limits.findings),
            failure: None,
            frames: Vec::with_capacity(12),
            marks: Vec::with_capacity(96),
            elements: 0,
            flawed: Vec::new(),
            names: Vec::with_capacity(256),
            name_starts: Vec::with_capacity(16),
            namespaces: Namespaces::default(),
            tag: Tag::default(),
            empty: false,
            version: None,
            scratch: Vec::new(),
            decoder: super::base64::Decoder::default(),
            inspections: Vec::new(),
            encoding_format: String::new(),
            filename: String::new(),
            odd_prefix: false,
            xsi_attribute: false,
        }
    }

    /// Notes a fault at an offset of the window.
    pub(crate) fn note_at(
        &mut self,
        offset: u64,
        rule: &'static str,
        severity: Severity,
        message: impl Into<String>,
    ) {
        let place = self.input.place(offset);
        let path = self.path();
        self.notes.push(Note { rule, severity, path, place: Some(place), message: message.into() });
    }

    /// Notes an error at the start of the window.
    pub(crate) fn error(&mut self, rule: &'static str, message: impl Into<String>) {
        self.note_at(self.input.offset(), rule, Severity::Error, message);
    }

    /// Notes a fault of the innermost known element.
    pub(crate) fn note_here(&mut self, rule: &'static str, severity: Severity, message: impl Into<String>) {
        let place = self.frames.last().and_then(|f| self.marks.get(f.mark as usize)).map(|m| m.place);
        let path = self.path();
        self.notes.push(Note { rule, severity, path, place, message: message.into() });
    }

    /// Notes an error after which the rest of the document cannot be understood.
    pub(crate) fn fatal<T>(&mut self, rule: &'static str, message: impl Into<String>) -> Result<T, Stop> {
        self.error(rule, message);
        Err(Stop)
    }

    /// The document ended where it must not.
    pub(crate) fn truncated<T>(&mut self) -> Result<T, Stop> {
        match self.input.ending() {
            Ending::End => {
                let at = self.input.offset() + self.input.window().len() as u64;
                self.note_at(at, "A1", Severity::Error, "the document ends here, before its elements do");
            }
            Ending::Limit => {
                let message = format!("the message is larger than {} bytes", self.limits.message_bytes);
                self.error("L1", message);
            }
            Ending::Failed(error) => self.failure = Some(ReadError::Source(error)),
        }
        Err(Stop)
    }

    /// Path of the innermost known element.
    pub(crate) fn path(&self) -> String {
        let mut path = String::with_capacity(96);
        for frame in &self.frames {
            push_segment(&mut path, frame.field, frame.ordinal);
        }
        if path.is_empty() {
            path.push('/');
        }
        path
    }
}

pub(crate) fn push_segment(path: &mut String, field: &Field, ordinal: u32) {
    use std::fmt::Write;
    path.push('/');
    path.push_str(field.ns.prefix());
    path.push(':');
    path.push_str(field.name);
    if field.repeats() {
        // Writing to a String cannot fail.
        let _ = write!(path, "[{ordinal}]");
    }
}

/// Whether a path segment as [`push_segment`] writes it names this element.
pub(crate) fn segment_matches(segment: &str, field: &Field, ordinal: u32) -> bool {
    let rest = segment.strip_prefix(field.ns.prefix()).and_then(|s| s.strip_prefix(':'));
    let Some(rest) = rest.and_then(|s| s.strip_prefix(field.name)) else { return false };
    match rest.strip_prefix('[').and_then(|s| s.strip_suffix(']')) {
        Some(number) => number.parse() == Ok(ordinal),
        None => rest.is_empty() && ordinal == 1,
    }
}
