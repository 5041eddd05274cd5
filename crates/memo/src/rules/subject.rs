//! What a rule sees, and where it puts what it finds.

use crate::check::CheckOptions;
use crate::finding::Severity;
use crate::model::{Action, ContactPoint, File, Message, MessageBody, MessageHeader};
use crate::read::{Inspection, Mark, Note, Notes, segment_matches};
use crate::rules::Rule;
use crate::value::MessageType;
use crate::version::Version;

pub(crate) const HEADER: &str = "/memo:Message/memo:MessageHeader";
pub(crate) const BODY: &str = "/memo:Message/memo:MessageBody";

/// A finished message with all that is known around it.
pub(crate) struct Subject<'a> {
    pub(crate) message: &'a Message,
    pub(crate) version: Version,
    /// One per file, in document order.
    pub(crate) inspections: &'a [Inspection],
    pub(crate) options: &'a CheckOptions,
    /// Size of the document; `None` when it is not written yet.
    pub(crate) bytes: Option<u64>,
}

/// Where the findings of one rule go.
pub(crate) struct Out<'a> {
    pub(crate) rule: &'static Rule,
    pub(crate) notes: &'a mut Notes,
    pub(crate) marks: &'a [Mark],
}

impl Out<'_> {
    pub(crate) fn at(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.with(self.rule.severity, path.into(), message.into());
    }

    /// For the cases in which a rule is milder than usual.
    pub(crate) fn warn(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.with(Severity::Warning, path.into(), message.into());
    }

    fn with(&mut self, severity: Severity, path: String, message: String) {
        // Those beyond the limit are only counted, so their place is not looked for.
        let wanted = self.notes.takes(severity);
        let place = if wanted { find(self.marks, &path).map(|mark| mark.place) } else { None };
        self.notes.push(Note { rule: self.rule.id, severity, path, place, message });
    }
}

/// The mark of the element at this path, or of the deepest one on the way that exists.
fn find<'a>(marks: &'a [Mark], path: &str) -> Option<&'a Mark> {
    let mut found: Option<usize> = None;
    for segment in path.split('/').filter(|s| !s.is_empty()) {
        let parent = found.map_or(u32::MAX, |i| i as u32);
        let from = found.map_or(0, |i| i + 1);
        let next = marks
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, m)| m.parent == parent && segment_matches(segment, m.field, m.ordinal));
        match next {
            Some((index, _)) => found = Some(index),
            None => break,
        }
    }
    found.and_then(|index| marks.get(index))
}

/// Kind of document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Main,
    Additional,
    Technical,
}

/// A document of any kind, with its path made only when asked for.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a> {
    pub(crate) kind: Kind,
    pub(crate) number: usize,
    pub(crate) files: &'a [File],
    pub(crate) actions: &'a [Action],
    /// Number of its first file in the message.
    pub(crate) first_file: usize,
}

impl Document<'_> {
    pub(crate) fn path(&self) -> String {
        match self.kind {
            Kind::Main => format!("{BODY}/memo:MainDocument"),
            Kind::Additional => format!("{BODY}/memo:AdditionalDocument[{}]", self.number),
            Kind::Technical => format!("{BODY}/memo:TechnicalDocument[{}]", self.number),
        }
    }

    /// Path of something inside, `index` from 0.
    pub(crate) fn inside(&self, element: &str, index: usize) -> String {
        format!("{}/memo:{element}[{}]", self.path(), index + 1)
    }

    pub(crate) fn file(&self, index: usize, child: &str) -> String {
        format!("{}/memo:{child}", self.inside("File", index))
    }

    pub(crate) fn action(&self, index: usize, child: &str) -> String {
        format!("{}/memo:{child}", self.inside("Action", index))
    }
}

impl<'a> Subject<'a> {
    pub(crate) fn header(&self) -> &'a MessageHeader {
        &self.message.header
    }

    pub(crate) fn body(&self) -> Option<&'a MessageBody> {
        self.message.body.as_ref()
    }

    pub(crate) fn is_letter(&self) -> bool {
        self.header().message_type == MessageType::DigitalPost
    }

    pub(crate) fn is_nemsms(&self) -> bool {
        self.header().message_type == MessageType::NemSms
    }

    pub(crate) fn documents(&self) -> impl Iterator<Item = Document<'a>> + use<'a> {
        let mut first_file = 0;
        self.body()
            .into_iter()
            .flat_map(|body| {
                let main = &body.main_document;
                let main = (Kind::Main, 1, main.files.as_slice(), main.actions.as_slice());
                let additional = body
                    .additional_documents
                    .iter()
                    .enumerate()
                    .map(|(i, d)| (Kind::Additional, i + 1, d.files.as_slice(), d.actions.as_slice()));
                let technical = body
                    .technical_documents
                    .iter()
                    .enumerate()
                    .map(|(i, d)| (Kind::Technical, i + 1, d.files.as_slice(), [].as_slice()));
                std::iter::once(main).chain(additional).chain(technical)
            })
            .map(move |(kind, number, files, actions)| {
                let document = Document { kind, number, files, actions, first_file };
                first_file += files.len();
                document
            })
    }

    /// Every file with its document and its place there.
    pub(crate) fn files(&self) -> impl Iterator<Item = (Document<'a>, usize, &'a File)> + use<'a> {
        self.documents().flat_map(|d| d.files.iter().enumerate().map(move |(i, f)| (d, i, f)))
    }

    /// Every action with its document and its place there.
    pub(crate) fn actions(&self) -> impl Iterator<Item = (Document<'a>, usize, &'a Action)> + use<'a> {
        self.documents().flat_map(|d| d.actions.iter().enumerate().map(move |(i, a)| (d, i, a)))
    }

    pub(crate) fn inspection(&self, document: &Document<'_>, index: usize) -> Option<&'a Inspection> {
        self.inspections.get(document.first_file + index)
    }

    /// The contact points of both parties with their paths.
    pub(crate) fn contact_points(&self) -> impl Iterator<Item = (&'static str, &'a ContactPoint)> + use<'a> {
        let header = self.header();
        let sender = header.sender.contact_point.iter().map(|c| ("Sender", c));
        sender.chain(header.recipient.contact_point.iter().map(|c| ("Recipient", c)))
    }

    /// Whether rules that came into force on 10 September 2025 are in force for this message: by the moment of
    /// sending if known, else by the message's own date.
    pub(crate) fn after_september_2025(&self) -> bool {
        const IN_FORCE: i64 = 1_757_462_400;
        let created = || self.body().and_then(|b| b.created_date_time.instant());
        self.options.context.now.or_else(created).is_none_or(|at| at.as_second() >= IN_FORCE)
    }
}

/// `HEADER` and a child.
pub(crate) fn header_path(child: &str) -> String {
    format!("{HEADER}/memo:{child}")
}
