//! The bytes.

use super::WriteError;
use crate::content::{Content, ContentSource};
use crate::model::Message;
use crate::schema::{Field, NAMESPACES, Ns, ROOT};
use crate::schema_traits::{Class, Visitor};
use crate::version::Version;
use base64_simd::{Out, STANDARD};
use std::io::{Read, Write};

/// Raw bytes encoded at a time: a multiple of three.
const RAW: usize = 48 * 1024;
/// Collected before the target is called.
const BUFFER: usize = RAW / 3 * 4;

pub(super) fn emit<W: Write>(
    message: &Message,
    version: Version,
    used: &[Ns],
    source: &mut dyn ContentSource,
    target: W,
) -> Result<(), WriteError> {
    let mut emitter =
        Emitter { out: Vec::with_capacity(8 * 1024), raw: Vec::new(), target, source, version, depth: 0 };
    emitter.text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<memo:Message");
    for (ns, prefix, uri) in NAMESPACES {
        if used.contains(&ns) {
            emitter.text(" xmlns:");
            emitter.text(prefix);
            emitter.text("=\"");
            emitter.text(uri);
            emitter.text("\"");
        }
    }
    emitter.text(" memoVersion=\"");
    emitter.text(version.as_str());
    if version == Version::V1_1 {
        emitter.text("\" memoSchVersion=\"");
        emitter.escaped(message.memo_sch_version.as_deref().unwrap_or("1.1.0"), true);
    }
    emitter.text("\">");
    emitter.depth = 1;
    message.visit(&mut emitter)?;
    emitter.depth = 0;
    emitter.end(&ROOT, true);
    emitter.text("\n");
    emitter.flush()?;
    emitter.target.flush().map_err(WriteError::Target)
}

struct Emitter<'s, W> {
    out: Vec<u8>,
    raw: Vec<u8>,
    target: W,
    source: &'s mut dyn ContentSource,
    version: Version,
    depth: usize,
}

impl<W: Write> Emitter<'_, W> {
    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn indent(&mut self) {
        self.out.push(b'\n');
        self.out.resize(self.out.len() + 2 * self.depth, b' ');
    }

    fn tag(&mut self, open: &str, field: &Field) {
        self.text(open);
        self.text(field.ns.prefix());
        self.text(":");
        self.text(field.name);
        self.text(">");
    }

    fn end(&mut self, field: &Field, own_line: bool) {
        if own_line {
            self.indent();
        }
        self.tag("</", field);
    }

    fn escaped(&mut self, text: &str, attribute: bool) {
        let mut rest = text;
        let special =
            |c: char| matches!(c, '&' | '<' | '>' | '\r') || (attribute && matches!(c, '"' | '\n' | '\t'));
        while let Some(at) = rest.find(special) {
            let (plain, tail) = rest.split_at(at);
            self.text(plain);
            self.text(match tail.as_bytes().first() {
                Some(b'&') => "&amp;",
                Some(b'<') => "&lt;",
                Some(b'>') => "&gt;",
                Some(b'"') => "&quot;",
                Some(b'\n') => "&#10;",
                Some(b'\t') => "&#9;",
                _ => "&#13;",
            });
            rest = tail.get(1..).unwrap_or_default();
        }
        self.text(rest);
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        self.target.write_all(&self.out).map_err(WriteError::Target)?;
        self.out.clear();
        Ok(())
    }

    fn encode(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        for piece in bytes.chunks(RAW) {
            let length = piece.len().div_ceil(3) * 4;
            if self.out.len() + length > BUFFER {
                self.flush()?;
            }
            let start = self.out.len();
            self.out.resize(start + length, 0);
            if let Some(room) = self.out.get_mut(start..) {
                let _ = STANDARD.encode(piece, Out::from_slice(room));
            }
        }
        Ok(())
    }

    fn stored(&mut self, handle: &str, expected: u64) -> Result<(), WriteError> {
        let mut raw = std::mem::take(&mut self.raw);
        raw.resize(RAW, 0);
        let mut found = 0u64;
        // The reader borrows the source, the encoder needs the rest: the bytes go through `raw`.
        let out = &mut self.out;
        let target = &mut self.target;
        let mut reader = self.source.open(handle).map_err(WriteError::Content)?;
        loop {
            let count = read_full(&mut reader, &mut raw).map_err(WriteError::Content)?;
            found += count as u64;
            let piece = raw.get(..count).unwrap_or_default();
            target.write_all(out).map_err(WriteError::Target)?;
            out.clear();
            out.resize(count.div_ceil(3) * 4, 0);
            let _ = STANDARD.encode(piece, Out::from_slice(out));
            if count < RAW || found > expected {
                break;
            }
        }
        drop(reader);
        self.raw = raw;
        if found == expected { Ok(()) } else { Err(WriteError::Length { expected, found }) }
    }
}

/// Fills the buffer unless the source ends.
fn read_full(reader: &mut dyn Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while let Some(room) = buffer.get_mut(filled..).filter(|r| !r.is_empty()) {
        match reader.read(room) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

impl<W: Write> Visitor for Emitter<'_, W> {
    type Error = WriteError;

    fn slot(&mut self, field: &'static Field, count: usize) -> Result<(), Self::Error> {
        // The two flags that 1.1 demands and 1.2 lets be left out.
        if count == 0 && field.min_in(self.version) > 0 && field.rules.missing == "C10" {
            self.leaf(field, "false")?;
        }
        Ok(())
    }

    fn leaf(&mut self, field: &'static Field, text: &str) -> Result<(), Self::Error> {
        self.indent();
        self.tag("<", field);
        self.escaped(text, false);
        self.end(field, false);
        if self.out.len() > BUFFER {
            self.flush()?;
        }
        Ok(())
    }

    fn content(&mut self, field: &'static Field, content: &Content) -> Result<(), Self::Error> {
        self.indent();
        self.tag("<", field);
        match content {
            Content::Bytes(bytes) => self.encode(bytes)?,
            Content::Stored { handle, length } => self.stored(handle, *length)?,
            Content::Counted(_) => {}
        }
        self.end(field, false);
        Ok(())
    }

    fn class<C: Class>(&mut self, field: &'static Field, class: &C) -> Result<(), Self::Error> {
        self.indent();
        self.tag("<", field);
        self.depth += 1;
        class.visit(self)?;
        self.depth -= 1;
        self.end(field, true);
        Ok(())
    }
}
