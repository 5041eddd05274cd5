//! The tokenizer: tags, comments, instructions, text. Strict about well-formedness (A1), refuses DTDs (A2).

use super::engine::{Engine, Stop};
use crate::finding::Severity;
use crate::xml::{Input, check_chars, is_name, is_space};
use memchr::memmem;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Token {
    /// A start tag lies at the window's start, described by [`Tag`]; not consumed.
    Start,
    /// An end tag lies at the window's start; not consumed.
    End,
    /// Text, a reference or a CDATA section lies at the window's start; not consumed.
    Text,
    /// The document is at its end.
    Eof,
}

/// Bytes looked at for the name of a processing instruction.
const TARGET: usize = 64;

/// What may be wrong with a text between tags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TextFault {
    /// A character that XML does not allow, or octets that are none.
    Character,
    /// `]]>`.
    SectionEnd,
}

/// A start or end tag; offsets count from the window's start.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Tag {
    pub(crate) name_start: usize,
    pub(crate) name_end: usize,
    /// Where the local name begins.
    pub(crate) local: usize,
    pub(crate) total: usize,
    pub(crate) empty: bool,
    pub(crate) attributes: bool,
}

impl<I: Input> Engine<'_, I> {
    /// The next token that matters between elements: white space, comments and instructions are passed over.
    pub(crate) fn next(&mut self) -> Result<Token, Stop> {
        loop {
            let window = self.input.window();
            let Some(first) = window.iter().position(|b| !is_space(*b)) else {
                let count = window.len();
                self.input.consume(count);
                if self.input.fill() {
                    continue;
                }
                return Ok(Token::Eof);
            };
            let text = window[first] != b'<';
            self.input.consume(first);
            if text {
                return Ok(Token::Text);
            }
            if let Some(token) = self.markup()? {
                return Ok(token);
            }
        }
    }

    /// What begins with `<` at the window's start; `None` when it was passed over.
    pub(crate) fn markup(&mut self) -> Result<Option<Token>, Stop> {
        if !self.have(2) {
            return self.truncated();
        }
        match self.input.window().get(1) {
            Some(b'/') => self.end_tag().map(Some),
            Some(b'!') => self.declaration(),
            Some(b'?') => self.instruction().map(|()| None),
            _ => self.start_tag().map(Some),
        }
    }

    /// Makes the window at least `count` bytes long if the document has them.
    pub(crate) fn have(&mut self, count: usize) -> bool {
        while self.input.window().len() < count {
            if !self.input.fill() {
                return false;
            }
        }
        true
    }

    fn start_tag(&mut self) -> Result<Token, Stop> {
        let mut at = 1;
        let mut local = 1;
        let limit = self.limits.tag_bytes;
        loop {
            let window = self.input.window();
            let mut end = None;
            for (index, byte) in window.iter().enumerate().skip(at) {
                match byte {
                    b'>' | b'/' | b' ' | b'\n' | b'\t' | b'\r' => {
                        end = Some(index);
                        break;
                    }
                    b':' if local == 1 => local = index + 1,
                    b'<' | b'&' | b'"' | b'\'' | b'=' => {
                        return self.fatal("A1", "this is not an element name");
                    }
                    _ => {}
                }
            }
            let Some(end) = end else {
                at = window.len().max(1);
                if at > limit {
                    return self.fatal("A8", format!("a tag of more than {limit} bytes"));
                }
                if self.input.fill() {
                    continue;
                }
                return self.truncated();
            };
            if end > limit {
                return self.fatal("A8", format!("a tag of more than {limit} bytes"));
            }
            if end == local {
                return self.fatal("A1", "an element without a name");
            }
            if window[end] == b'>' {
                self.tag = Tag {
                    name_start: 1,
                    name_end: end,
                    local,
                    total: end + 1,
                    empty: false,
                    attributes: false,
                };
                return Ok(Token::Start);
            }
            return self.start_tag_rest(end, local);
        }
    }

    /// A start tag with attributes, or an empty one: finds its `>` outside quotes.
    fn start_tag_rest(&mut self, name_end: usize, local: usize) -> Result<Token, Stop> {
        let limit = self.limits.tag_bytes;
        let (mut at, mut quote) = (name_end, None::<u8>);
        loop {
            let window = self.input.window();
            let rest = window.get(at..).unwrap_or_default();
            let hit = match quote {
                Some(quote) => memchr::memchr(quote, rest),
                None => memchr::memchr3(b'>', b'"', b'\'', rest),
            };
            match hit {
                Some(hit) if at + hit > limit => {
                    return self.fatal("A8", format!("a tag of more than {limit} bytes"));
                }
                Some(hit) if rest[hit] == b'>' && quote.is_none() => {
                    let close = at + hit;
                    let empty = window[close - 1] == b'/' && close > name_end;
                    let inner_end = if empty { close - 1 } else { close };
                    let attributes = window
                        .get(name_end..inner_end)
                        .is_some_and(|inner| inner.iter().any(|b| !is_space(*b)));
                    self.tag = Tag { name_start: 1, name_end, local, total: close + 1, empty, attributes };
                    return Ok(Token::Start);
                }
                Some(hit) => {
                    quote = if quote.is_some() { None } else { Some(rest[hit]) };
                    at += hit + 1;
                }
                None => {
                    at = window.len();
                    if at > limit {
                        return self.fatal("A8", format!("a tag of more than {limit} bytes"));
                    }
                    if !self.input.fill() {
                        return self.truncated();
                    }
                }
            }
        }
    }

    fn end_tag(&mut self) -> Result<Token, Stop> {
        loop {
            let window = self.input.window();
            let limit = self.limits.tag_bytes;
            if let Some(close) = memchr::memchr(b'>', &window[..window.len().min(limit)]) {
                let name = window.get(2..close).unwrap_or_default();
                let blanks = name.iter().rev().take_while(|b| is_space(**b)).count();
                self.tag =
                    Tag { name_start: 2, name_end: close - blanks, total: close + 1, ..Tag::default() };
                return Ok(Token::End);
            }
            if window.len() >= limit {
                return self.fatal("A8", format!("a tag of more than {limit} bytes"));
            }
            if !self.input.fill() {
                return self.truncated();
            }
        }
    }

    /// Consumes the end tag at the window's start, which must be that of the innermost open element.
    pub(crate) fn close(&mut self) -> Result<(), Stop> {
        let Tag { name_start, name_end, total, .. } = self.tag;
        let start = self.name_starts.last().copied().unwrap_or(0);
        let open = self.names.get(start..).unwrap_or_default();
        let same = self.input.window().get(name_start..name_end) == Some(open);
        if !same || self.name_starts.is_empty() {
            let name = printable(open);
            return self.fatal("A1", format!("this end tag does not close the open element {name}"));
        }
        self.input.consume(total);
        self.leave();
        Ok(())
    }

    /// Opens the element whose start tag lies at the window's start and consumes the tag.
    pub(crate) fn open(&mut self) -> Result<(), Stop> {
        let Tag { name_start, name_end, total, empty, .. } = self.tag;
        self.elements += 1;
        if self.elements > self.limits.elements {
            return self.fatal("A8", format!("more than {} elements", self.limits.elements));
        }
        if self.name_starts.len() >= self.limits.depth {
            return self.fatal("A8", format!("elements nested deeper than {}", self.limits.depth));
        }
        self.name_starts.push(self.names.len());
        let name = self.input.window().get(name_start..name_end).unwrap_or_default();
        self.names.extend_from_slice(name);
        self.input.consume(total);
        self.empty = empty;
        Ok(())
    }

    /// Forgets the innermost open element.
    #[inline]
    pub(crate) fn leave(&mut self) {
        let depth = self.name_starts.len();
        if let Some(start) = self.name_starts.pop() {
            self.names.truncate(start);
        }
        self.namespaces.leave(depth);
    }

    fn declaration(&mut self) -> Result<Option<Token>, Stop> {
        self.have(9);
        let window = self.input.window();
        if window.starts_with(b"<!--") {
            self.input.consume(4);
            return self.comment().map(|()| None);
        }
        if window.starts_with(b"<![CDATA[") {
            return Ok(Some(Token::Text));
        }
        if window.starts_with(b"<!DOCTYPE") || window.starts_with(b"<!ENTITY") {
            return self.fatal("A2", "a document type declaration is not accepted; remove it");
        }
        let whole: [&[u8]; 3] = [b"<!--", b"<![CDATA[", b"<!DOCTYPE"];
        if whole.iter().any(|markup| markup.starts_with(window)) {
            return self.truncated();
        }
        self.fatal("A1", "this is not XML markup")
    }

    fn comment(&mut self) -> Result<(), Stop> {
        self.pass_over(b"--")?;
        if self.have(1) && self.input.window().first() == Some(&b'>') {
            self.input.consume(1);
            return Ok(());
        }
        self.fatal("A1", "a comment must not hold two hyphens in a row")
    }

    fn instruction(&mut self) -> Result<(), Stop> {
        self.have(TARGET);
        let window = self.input.window();
        // No farther, so that a longer name is cut in the same place however much of it is at hand.
        let head = window.get(..window.len().min(TARGET)).unwrap_or_default();
        let target_end =
            head.iter().skip(2).position(|b| is_space(*b) || *b == b'?').map_or(head.len(), |n| n + 2);
        if target_end == window.len() && target_end < TARGET {
            return self.truncated();
        }
        let target = window.get(2..target_end).unwrap_or_default();
        if target.eq_ignore_ascii_case(b"xml") {
            return self.fatal("A1", "an XML declaration is allowed at the very start only");
        }
        if !is_name(target) {
            return self.fatal("A1", "a processing instruction without a name");
        }
        self.input.consume(target_end);
        self.pass_over(b"?>")
    }

    /// Consumes up to and with `end`, whatever the length, checking characters only.
    pub(crate) fn pass_over(&mut self, end: &[u8]) -> Result<(), Stop> {
        loop {
            let window = self.input.window();
            if let Some(at) = memmem::find(window, end) {
                self.check_window(at);
                self.input.consume(at + end.len());
                return Ok(());
            }
            let cut = character_start(window, window.len().saturating_sub(end.len() - 1));
            self.check_window(cut);
            self.input.consume(cut);
            if !self.input.fill() {
                return self.truncated();
            }
        }
    }

    /// Checks the characters of the window's first bytes and notes the first forbidden one.
    pub(crate) fn check_window(&mut self, count: usize) {
        let part = self.input.window().get(..count).unwrap_or_default();
        if let Err((at, what)) = check_chars(part) {
            self.note_text(TextFault::Character, at, format!("the document holds {what}"));
        }
    }

    /// Notes what is wrong with a text, `at` bytes into the window: once between two tags, however many pieces the
    /// text comes in.
    pub(crate) fn note_text(&mut self, fault: TextFault, at: usize, message: String) {
        let here = (fault, self.elements, self.name_starts.len());
        if !self.flawed.contains(&here) {
            self.flawed.retain(|noted| noted.0 != fault);
            self.flawed.push(here);
            self.note_at(self.input.offset() + at as u64, "A1", Severity::Error, message);
        }
    }
}

/// The last place at or before `at` that cuts no character in two. Octets that belong to none may be cut anywhere: the
/// fault is the same.
pub(crate) fn character_start(bytes: &[u8], at: usize) -> usize {
    let cut = at.min(bytes.len());
    for (back, octet) in (1..=3).zip(bytes.iter().take(cut).rev()) {
        let needs = match octet {
            0x80..=0xBF => continue,
            0xC0..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF7 => 4,
            _ => 1,
        };
        return if needs > back { cut - back } else { cut };
    }
    cut
}

/// A foreign name, shortened and made safe to print.
pub(crate) fn printable(name: &[u8]) -> String {
    let text = String::from_utf8_lossy(name.get(..name.len().min(60)).unwrap_or_default());
    let clean: String = text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    crate::cpr::mask(&clean).into_owned()
}

#[cfg(test)]
mod tests {
    use super::character_start;
    use crate::xml::check_chars;

    /// Every sequence of six octets of these kinds, cut at every place.
    #[test]
    fn a_fault_has_the_same_place_wherever_the_text_is_cut() {
        const KINDS: [u8; 6] = [b'a', 0x92, 0x82, 0xC4, 0xE2, 0xF0];
        for number in 0..KINDS.len().pow(6) {
            let mut rest = number;
            let text: Vec<u8> = (0..6)
                .map(|_| {
                    let kind = KINDS[rest % KINDS.len()];
                    rest /= KINDS.len();
                    kind
                })
                .collect();
            for at in 0..=text.len() {
                let cut = character_start(&text, at);
                assert!(cut <= at && at - cut < 4);
                let (first, second) = text.split_at(cut);
                let later = || check_chars(second).map_err(|(place, what)| (cut + place, what));
                let pieces = check_chars(first).and_then(|()| later());
                assert_eq!(pieces, check_chars(&text), "{text:02X?} at {at}, cut at {cut}");
            }
        }
    }
}
