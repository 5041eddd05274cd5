//! The document around the message: encoding, declaration, root element and its attributes.

use super::engine::{Engine, Reading, Stop};
use super::namespaces::Bound;
use super::scan::Token;
use crate::finding::Severity;
use crate::model::Message;
use crate::schema::ROOT;
use crate::schema_traits::Class;
use crate::version::{Version, decimal};
use crate::xml::{Ending, Input, is_name, is_space, reference};
use std::borrow::Cow;

/// Longest XML declaration in bytes; an honest one has fewer than a hundred.
const DECLARATION: usize = 400;

/// One attribute, value resolved.
struct Attribute {
    name: String,
    value: String,
}

impl<'a, I: Input> Engine<'a, I> {
    /// Reads the whole document.
    pub(crate) fn document(mut self, embedded: bool) -> Reading<I> {
        let mut message = None;
        let finished = self.whole(embedded, &mut message).is_ok();
        let bytes = self.input.offset();
        Reading {
            input: self.input,
            message,
            finished,
            version: self.version,
            findings: self.notes,
            failure: self.failure,
            marks: self.marks,
            inspections: self.inspections,
            bytes,
        }
    }

    fn whole(&mut self, embedded: bool, message: &mut Option<Message>) -> Result<(), Stop> {
        self.encoding()?;
        match self.next()? {
            Token::Start => {}
            Token::Eof => return self.truncated(),
            _ => return self.fatal("A1", "the document must begin with an element"),
        }
        if embedded {
            self.descend()?;
        }
        self.root(message)?;
        loop {
            match self.next()? {
                Token::End if !self.name_starts.is_empty() => self.close()?,
                Token::Start if !self.name_starts.is_empty() => {
                    if self.tag.attributes {
                        self.foreign_attributes()?;
                    }
                    self.skip()?;
                }
                Token::Text if !self.name_starts.is_empty() => self.pass_text()?,
                Token::Eof if self.name_starts.is_empty() => break,
                Token::Eof => return self.truncated(),
                _ => return self.fatal("A1", "nothing may follow the root element"),
            }
        }
        match self.input.ending() {
            Ending::End => Ok(()),
            Ending::Limit => {
                let limit = self.limits.message_bytes;
                self.fatal("L1", format!("the message is larger than {limit} bytes"))
            }
            Ending::Failed(error) => {
                self.failure = Some(super::ReadError::Source(error));
                Err(Stop)
            }
        }
    }

    /// Opens elements until the start tag at hand is that of a message.
    fn descend(&mut self) -> Result<(), Stop> {
        loop {
            if self.tag.attributes {
                self.bind_only()?;
            }
            if self.is_root() {
                return Ok(());
            }
            self.open()?;
            if std::mem::take(&mut self.empty) {
                self.leave();
            }
            loop {
                match self.next()? {
                    Token::Start => break,
                    Token::End => self.close()?,
                    Token::Text => self.pass_text()?,
                    Token::Eof => return self.fatal("A3", "there is no memo:Message in this document"),
                }
            }
        }
    }

    fn is_root(&mut self) -> bool {
        let window = self.input.window();
        let local = window.get(self.tag.local..self.tag.name_end);
        let prefix = window.get(self.tag.name_start..self.tag.local.saturating_sub(1)).unwrap_or_default();
        local == Some(b"Message") && self.namespaces.resolve(prefix) == Bound::Model(ROOT.ns)
    }

    fn root(&mut self, message: &mut Option<Message>) -> Result<(), Stop> {
        let attributes = self.attributes()?;
        self.bind(&attributes);
        if !self.is_root() {
            let name = self.tag_name();
            return self.fatal(
                "A3",
                format!("the root is {name}, not Message in the namespace https://DigitalPost.dk/MeMo-1"),
            );
        }
        if self.input.window().get(1..self.tag.local.saturating_sub(1)) != Some(b"memo") {
            self.odd_prefix = true;
            self.note_at(
                self.input.offset(),
                "A9",
                Severity::Warning,
                "elements are not written with the prefix memo:, which SF1601 asks for",
            );
        }
        self.enter(&ROOT, 1);
        let mut version_text = None;
        let mut schema_version = None;
        for attribute in attributes {
            match attribute.name.as_str() {
                "memoVersion" => version_text = Some(attribute.value),
                "memoSchVersion" => schema_version = Some(attribute.value),
                name => self.judge_attribute(name),
            }
        }
        self.judge_version(version_text.as_deref());
        match (self.version, &schema_version) {
            (Some(Version::V1_1), None) => {
                self.note_here(
                    "A6",
                    Severity::Error,
                    "memoSchVersion is missing; write memoSchVersion=\"1.1.0\"",
                );
            }
            (Some(Version::V1_2), Some(_)) => {
                self.note_here("A7", Severity::Error, "memoSchVersion does not exist in MeMo 1.2; remove it");
            }
            (_, Some(text)) if text.chars().count() > 256 => {
                self.note_here(
                    "C5",
                    Severity::Error,
                    "memoSchVersion must be text of at most 256 characters",
                );
            }
            _ => {}
        }
        self.open()?;
        let version = self.version.unwrap_or_default();
        // What was read stays there even when the document breaks off.
        let value =
            message.insert(Message { version, memo_sch_version: schema_version, ..Message::default() });
        self.children(Message::DEF, &mut |engine: &mut Engine<'a, I>, index| {
            value.read_field(index, engine)
        })?;
        self.frames.pop();
        Ok(())
    }

    fn judge_version(&mut self, text: Option<&str>) {
        match text {
            None => {
                self.note_here("A4", Severity::Error, "memoVersion is missing; write memoVersion=\"1.2\"")
            }
            Some(text) => match Version::parse(text) {
                Some(version) => self.version = Some(version),
                None if decimal(text.trim().trim_start_matches('-')).is_some() => {
                    self.note_here("A5", Severity::Error, "memoVersion must be 1.1 or 1.2");
                }
                None => self.note_here("A4", Severity::Error, "memoVersion must be a decimal, 1.1 or 1.2"),
            },
        }
    }

    /// Attributes of an element inside the message: only namespace declarations belong there.
    pub(crate) fn child_attributes(&mut self) -> Result<(), Stop> {
        let attributes = self.attributes()?;
        self.bind(&attributes);
        for attribute in attributes {
            self.judge_attribute(&attribute.name);
        }
        Ok(())
    }

    /// Attributes of an element that is passed over; checked for well-formedness, otherwise ignored.
    pub(crate) fn foreign_attributes(&mut self) -> Result<(), Stop> {
        self.bind_only()
    }

    fn bind_only(&mut self) -> Result<(), Stop> {
        let attributes = self.attributes()?;
        self.bind(&attributes);
        Ok(())
    }

    fn judge_attribute(&mut self, name: &str) {
        if name == "xmlns" || name.starts_with("xmlns:") {
            return;
        }
        let bound = name.split_once(':').map(|(prefix, _)| self.namespaces.resolve(prefix.as_bytes()));
        match bound {
            Some(Bound::SchemaInstance) => {
                if !std::mem::replace(&mut self.xsi_attribute, true) {
                    let text =
                        "attributes of the schema-instance namespace are not for messages; remove them";
                    self.note_at(self.input.offset(), "A10", Severity::Warning, text);
                }
            }
            Some(Bound::Nothing) => {
                self.error("A1", "the prefix of an attribute is not bound to a namespace")
            }
            _ => {
                let name = super::scan::printable(name.as_bytes());
                self.error("A8", format!("the attribute {name} does not belong here; remove it"));
            }
        }
    }

    fn bind(&mut self, attributes: &[Attribute]) {
        let depth = self.name_starts.len() + 1;
        for attribute in attributes {
            if attribute.name == "xmlns" {
                self.namespaces.bind(b"", &attribute.value, depth);
            } else if let Some(prefix) = attribute.name.strip_prefix("xmlns:") {
                if attribute.value.is_empty() || prefix == "xmlns" {
                    self.error("A1", "this namespace declaration is not allowed");
                }
                self.namespaces.bind(prefix.as_bytes(), &attribute.value, depth);
            }
        }
    }

    /// Splits the attributes of the start tag at the window's start.
    fn attributes(&mut self) -> Result<Vec<Attribute>, Stop> {
        let end = self.tag.total - if self.tag.empty { 2 } else { 1 };
        let window = self.input.window();
        let inner = window.get(self.tag.name_end..end).unwrap_or_default();
        let mut found: Vec<Attribute> = Vec::new();
        let mut faults: Vec<(&'static str, Cow<'static, str>)> = Vec::new();
        let mut rest = inner;
        loop {
            let blanks = rest.iter().take_while(|b| is_space(**b)).count();
            rest = &rest[blanks..];
            if rest.is_empty() {
                break;
            }
            if found.len() >= self.limits.attributes {
                return self
                    .fatal("A8", format!("more than {} attributes in one tag", self.limits.attributes));
            }
            let Some((name, value, after)) = split_attribute(rest).filter(|_| blanks > 0) else {
                return self.fatal("A1", "the attributes of this tag are not well-formed");
            };
            rest = after;
            let name = match std::str::from_utf8(name) {
                Ok(text) if is_name(name) => text.to_owned(),
                _ => return self.fatal("A1", "this is not an attribute name"),
            };
            if found.iter().any(|a| a.name == name) {
                faults.push(("A1", "an attribute stands twice".into()));
            }
            let value = attribute_value(value, &mut faults);
            found.push(Attribute { name, value });
        }
        for (rule, text) in faults {
            self.error(rule, text);
        }
        Ok(found)
    }

    /// Byte-order mark, other encodings, XML declaration (A1).
    fn encoding(&mut self) -> Result<(), Stop> {
        if !self.have(4) && self.input.window().is_empty() {
            return match self.input.ending() {
                Ending::Failed(error) => {
                    self.failure = Some(super::ReadError::Source(error));
                    Err(Stop)
                }
                _ => self.fatal("A1", "the document is empty"),
            };
        }
        let window = self.input.window();
        if window.starts_with(b"\xEF\xBB\xBF") {
            self.input.consume(3);
        } else if matches!(
            window,
            [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, b'<', ..] | [b'<', 0, ..] | [0, 0, ..]
        ) {
            return self
                .fatal("A1", "the document is not in UTF-8 (it looks like UTF-16 or UTF-32); convert it");
        }
        self.have(6);
        if !matches!(self.input.window(), [b'<', b'?', b'x', b'm', b'l', after, ..] if is_space(*after)) {
            return Ok(());
        }
        self.have(DECLARATION);
        let window = self.input.window();
        let head = window.get(..window.len().min(DECLARATION)).unwrap_or_default();
        let Some(end) = memchr::memmem::find(head, b"?>") else {
            if window.len() < DECLARATION {
                return self.truncated();
            }
            return self.fatal("A1", "the XML declaration does not end");
        };
        let mut rest = window.get(5..end).unwrap_or_default();
        let (mut encoding, mut expected) = (None, ["version", "encoding", "standalone"].iter());
        let mut sound = true;
        loop {
            let blanks = rest.iter().take_while(|b| is_space(**b)).count();
            rest = &rest[blanks..];
            if rest.is_empty() {
                break;
            }
            let Some((name, value, after)) = split_attribute(rest).filter(|_| blanks > 0) else {
                sound = false;
                break;
            };
            sound &= expected.any(|e| e.as_bytes() == name);
            match name {
                b"version" => sound &= value == b"1.0" || value == b"1.1",
                b"encoding" => encoding = Some(value.eq_ignore_ascii_case(b"UTF-8")),
                b"standalone" => sound &= matches!(value, b"yes" | b"no"),
                _ => {}
            }
            rest = after;
        }
        if !sound || expected.len() == 3 {
            self.error("A1", "the XML declaration is not well-formed");
        }
        if encoding == Some(false) {
            self.error("A1", "the XML declaration names an encoding other than UTF-8; convert the document");
        }
        self.input.consume(end + 2);
        Ok(())
    }
}

/// `name = "value"` at the start: name, raw value, rest.
fn split_attribute(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let equals = memchr::memchr(b'=', text)?;
    let name = text[..equals].trim_ascii_end();
    let after = text[equals + 1..].trim_ascii_start();
    let quote = *after.first().filter(|q| matches!(q, b'"' | b'\''))?;
    let close = memchr::memchr(quote, after.get(1..)?)?;
    Some((name, after.get(1..=close)?, after.get(close + 2..)?))
}

/// References resolved, white space normalised.
fn attribute_value(raw: &[u8], faults: &mut Vec<(&'static str, Cow<'static, str>)>) -> String {
    if memchr::memchr(b'<', raw).is_some() {
        faults.push(("A1", "an attribute value must not hold <".into()));
    }
    if let Err((_, what)) = crate::xml::check_chars(raw) {
        faults.push(("A1", format!("the document holds {what}").into()));
    }
    let text = String::from_utf8_lossy(raw);
    let mut value = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find(['&', '\n', '\t', '\r']) {
        value.push_str(&rest[..at]);
        let tail = &rest[at..];
        if !tail.starts_with('&') {
            let line_end = if tail.starts_with("\r\n") { 2 } else { 1 };
            value.push(' ');
            rest = &tail[line_end..];
            continue;
        }
        let end = tail.find(';').unwrap_or(0);
        match reference(tail.as_bytes().get(1..end).unwrap_or_default()) {
            Ok(c) => {
                value.push(c);
                rest = &tail[end + 1..];
            }
            Err(entity) => {
                let rule = if entity { "A2" } else { "A1" };
                faults.push((rule, "a reference that is not one of the five predefined entities".into()));
                value.push('&');
                rest = &tail[1..];
            }
        }
    }
    value.push_str(rest);
    value
}
