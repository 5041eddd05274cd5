//! Simple elements: their text, references and CDATA resolved, checked against the type.

use super::engine::{Engine, Stop};
use super::scan::{TextFault, Token, character_start};
use crate::finding::Severity;
use crate::schema::{Field, Kind, Type};
use crate::xml::{Input, check_chars, is_space, reference};

/// Kept of a text; every type is over its limit long before.
const MAX_TEXT: usize = 64 * 1024;
/// Longest reference: `&#x10FFFF;` with some leading zeros.
const MAX_REFERENCE: usize = 32;

impl<I: Input> Engine<'_, I> {
    /// Reads the leaf whose start tag was just consumed, up to and with its end tag.
    pub(crate) fn leaf(&mut self, field: &'static Field) -> Result<String, Stop> {
        let text = match self.quick_text() {
            Some(text) => text,
            None => self.slow_text(field)?,
        };
        let Kind::Leaf(kind) = field.kind else { return Ok(text) };
        let text = if kind.collapses() { collapse(text) } else { text };
        self.judge_value(field, kind, &text);
        match field.name {
            "encodingFormat" => self.encoding_format.clone_from(&text),
            "filename" => self.filename.clone_from(&text),
            _ => {}
        }
        Ok(text)
    }

    /// Plain printable text directly followed by the end tag: nearly every leaf.
    fn quick_text(&mut self) -> Option<String> {
        if self.empty {
            return None;
        }
        let window = self.input.window();
        let end = memchr::memchr(b'<', window.get(..window.len().min(2048)).unwrap_or_default())?;
        let (text, rest) = window.split_at(end);
        let name = self.names.get(*self.name_starts.last()?..)?;
        let tail = rest.strip_prefix(b"</")?.strip_prefix(name)?;
        if tail.first() != Some(&b'>') {
            return None;
        }
        let plain = text.iter().fold(true, |plain, b| plain & (*b >= 0x20) & (*b != b'&') & (*b != b']'));
        if !plain {
            return None;
        }
        let text = std::str::from_utf8(text).ok()?.to_owned();
        if !text.is_ascii() && check_chars(text.as_bytes()).is_err() {
            return None;
        }
        let total = end + 3 + name.len();
        self.input.consume(total);
        self.leave();
        Some(text)
    }

    /// Everything else: references, CDATA, comments in between, line ends, text over several windows.
    fn slow_text(&mut self, field: &'static Field) -> Result<String, Stop> {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        if std::mem::take(&mut self.empty) {
            self.leave();
        } else {
            loop {
                if !self.have(1) {
                    return self.truncated();
                }
                match self.input.window().first() {
                    Some(b'<') => match self.markup()? {
                        Some(Token::End) => {
                            self.close()?;
                            break;
                        }
                        Some(Token::Start) => {
                            let name = self.tag_name();
                            self.error("A8", format!("{} holds text only, not {name}", field.name));
                            if self.tag.attributes {
                                self.foreign_attributes()?;
                            }
                            self.skip()?;
                        }
                        Some(Token::Text) => self.cdata(&mut Some(&mut text))?,
                        Some(Token::Eof) | None => {}
                    },
                    Some(b'&') => {
                        let found = self.reference()?;
                        push_char(&mut text, found);
                    }
                    _ => self.text_run(&mut Some(&mut text))?,
                }
            }
        }
        normalise_line_ends(&mut text);
        // Faulty bytes were noted when they came by.
        let value = String::from_utf8_lossy(&text).into_owned();
        self.scratch = text;
        Ok(value)
    }

    /// Text between elements that has no place there: noted by the caller, checked, dropped.
    pub(crate) fn pass_text(&mut self) -> Result<(), Stop> {
        loop {
            if !self.have(1) {
                return Ok(());
            }
            match self.input.window().first() {
                Some(b'<') => {
                    self.have(9);
                    if !self.input.window().starts_with(b"<![CDATA[") {
                        return Ok(());
                    }
                    self.cdata(&mut None)?;
                }
                Some(b'&') => {
                    self.reference()?;
                }
                _ => self.text_run(&mut None)?,
            }
        }
    }

    /// Consumes text up to the next markup or reference (or as far as the window goes).
    fn text_run(&mut self, keep: &mut Option<&mut Vec<u8>>) -> Result<(), Stop> {
        let window = self.input.window();
        let end = memchr::memchr2(b'<', b'&', window);
        let mut count = match end {
            Some(end) => end,
            // Two bytes stay behind so that `]]>` is seen whole.
            None => character_start(window, window.len().saturating_sub(2)),
        };
        if count == 0 && end.is_none() {
            if self.input.fill() {
                return Ok(());
            }
            count = self.input.window().len();
        }
        self.take_text(count, keep, true);
        Ok(())
    }

    fn take_text(&mut self, count: usize, keep: &mut Option<&mut Vec<u8>>, check_cdata_end: bool) {
        if check_cdata_end {
            let window = self.input.window();
            let seen = window.get(..(count + 2).min(window.len())).unwrap_or_default();
            if let Some(at) = memchr::memmem::find(seen, b"]]>") {
                // What stands before it is told before it: lines are counted forwards only.
                self.check_window(at);
                self.note_text(TextFault::SectionEnd, at, "]]> must not stand in text".to_owned());
            }
        }
        self.check_window(count);
        if let Some(text) = keep {
            append(text, self.input.window().get(..count).unwrap_or_default());
        }
        self.input.consume(count);
    }

    /// A CDATA section at the window's start.
    pub(crate) fn cdata(&mut self, keep: &mut Option<&mut Vec<u8>>) -> Result<(), Stop> {
        self.input.consume(9);
        loop {
            let window = self.input.window();
            if let Some(at) = memchr::memmem::find(window, b"]]>") {
                self.take_text(at, keep, false);
                self.input.consume(3);
                return Ok(());
            }
            let cut = character_start(window, window.len().saturating_sub(2));
            self.take_text(cut, keep, false);
            if !self.input.fill() {
                return self.truncated();
            }
        }
    }

    /// A reference at the window's start, consumed. Entities that need a declaration are never resolved (A2).
    pub(crate) fn reference(&mut self) -> Result<char, Stop> {
        self.have(MAX_REFERENCE);
        let window = self.input.window();
        let part = window.get(1..window.len().min(MAX_REFERENCE)).unwrap_or_default();
        let Some(end) = memchr::memchr(b';', part) else {
            self.error("A1", "an ampersand that begins no reference; write &amp;");
            self.input.consume(1);
            return Ok('&');
        };
        match reference(&part[..end]) {
            Ok(found) => {
                self.input.consume(end + 2);
                Ok(found)
            }
            Err(entity) => {
                let (rule, text) = if entity {
                    ("A2", "an entity other than the five predefined ones is not accepted")
                } else {
                    ("A1", "this is not a character reference")
                };
                self.error(rule, text);
                self.input.consume(1);
                Ok('&')
            }
        }
    }

    fn judge_value(&mut self, field: &'static Field, kind: Type, text: &str) {
        if text.is_empty() && kind.may_be_empty() {
            let text = format!("{} is empty; leave it out or fill it", field.name);
            self.note_here("B2", Severity::Warning, text);
            return;
        }
        if kind.accepts(text) {
            return;
        }
        let what = format!("{} must be {}", field.name, kind.describe());
        if let Some(rule) = kind.rule() {
            self.note_here(rule, Severity::Error, what.clone());
        }
        if let Some(rule) = field.rules.invalid {
            self.note_here(rule, Severity::Error, what);
        }
    }
}

/// Stands for a carriage return that was written as a reference, until line ends are normalised.
/// No UTF-8 text holds this byte.
const REFERRED_CR: u8 = 0xFF;

/// Line ends as XML says: CR LF and CR become LF, a CR given as a reference stays.
fn normalise_line_ends(text: &mut Vec<u8>) {
    if memchr::memchr2(b'\r', REFERRED_CR, text).is_none() {
        return;
    }
    let mut last = 0;
    text.retain_mut(|byte| {
        let before = std::mem::replace(&mut last, *byte);
        match *byte {
            b'\n' if before == b'\r' => return false,
            b'\r' => *byte = b'\n',
            REFERRED_CR => *byte = b'\r',
            _ => {}
        }
        true
    });
}

fn append(text: &mut Vec<u8>, part: &[u8]) {
    let room = MAX_TEXT.saturating_sub(text.len());
    let cut = character_start(part, room.min(part.len()));
    text.extend_from_slice(part.get(..cut).unwrap_or_default());
}

fn push_char(text: &mut Vec<u8>, c: char) {
    match c {
        '\r' => append(text, &[REFERRED_CR]),
        c => append(text, c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// `whiteSpace=collapse`.
fn collapse(text: String) -> String {
    let edge = |b: Option<&u8>| b.is_some_and(|b| is_space(*b));
    let bytes = text.as_bytes();
    let inner = bytes.windows(2).any(|w| is_space(w[1]) && (is_space(w[0]) || w[1] != b' '));
    if !edge(bytes.first()) && !edge(bytes.last()) && !inner {
        return text;
    }
    let words: Vec<&str> = text.split([' ', '\t', '\r', '\n']).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}
