//! Base64 decoded as it streams by, line breaks tolerated (O6), everything else strict (H5).

use crate::xml::is_space;
use base64_simd::{Out, STANDARD};

/// Encoded bytes decoded at a time; a multiple of four, small enough to stay in the inner caches.
pub(crate) const CHUNK: usize = 16 * 1024;

#[derive(Default)]
pub(crate) struct Decoder {
    /// Encoded bytes without white space that do not yet make a group of four.
    carry: Vec<u8>,
    decoded: Vec<u8>,
    /// Lines were seen, so white space is taken out before the next attempt.
    lines: bool,
    /// Padding was seen; nothing may follow.
    padded: bool,
}

impl Decoder {
    pub(crate) fn start(&mut self) {
        self.carry.clear();
        self.lines = false;
        self.padded = false;
        // Room for a whole chunk and what was carried over.
        self.decoded.resize(CHUNK + 16, 0);
    }

    /// Decodes a piece that is plain base64 from end to end, its length a multiple of four. `None` when it is not
    /// (nothing has happened then): markup, line breaks, padding, faults.
    pub(crate) fn plain(&mut self, text: &[u8]) -> Option<&[u8]> {
        if self.lines || self.padded || !self.carry.is_empty() || text.last() == Some(&b'=') {
            return None;
        }
        let decoded = STANDARD.decode(text, Out::from_slice(self.decoded.get_mut(..)?)).ok()?;
        Some(decoded)
    }

    /// Decodes at most [`CHUNK`] bytes of text. `Err` is the offset of the fault in `text`.
    pub(crate) fn feed(&mut self, text: &[u8]) -> Result<&[u8], usize> {
        let kept_before = self.carry.len();
        self.gather(text);
        if self.padded && self.carry.len() > kept_before {
            return Err(text.iter().position(|b| !is_space(*b)).unwrap_or(0));
        }
        let whole = self.carry.len() & !3;
        let groups = self.carry.get(..whole).unwrap_or_default();
        let room = self.decoded.get_mut(..).unwrap_or_default();
        let length = match STANDARD.decode(groups, Out::from_slice(room)) {
            Ok(decoded) => decoded.len(),
            Err(_) => return Err(fault(text)),
        };
        if groups.last() == Some(&b'=') {
            self.padded = true;
            if self.carry.len() > whole {
                return Err(text.len().saturating_sub(1));
            }
        }
        self.carry.drain(..whole);
        Ok(self.decoded.get(..length).unwrap_or_default())
    }

    /// Appends the text to the carry without its white space.
    fn gather(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some(end) = memchr::memchr3(b'\n', b'\r', b' ', rest) {
            self.lines = true;
            let (line, tail) = rest.split_at(end);
            self.carry.extend_from_slice(line);
            let blanks = tail.iter().take_while(|b| is_space(**b)).count();
            let (gap, tail) = tail.split_at(blanks);
            rest = self.equal_lines(line.len(), gap, tail);
        }
        self.carry.extend_from_slice(rest);
        if memchr::memchr(b'\t', &self.carry).is_some() {
            self.lines = true;
            self.carry.retain(|b| *b != b'\t');
        }
    }

    /// Lines that are as long as the one before and end alike need no search. White space inside such a line would
    /// fail the decoding, so the line must not hold any.
    fn equal_lines<'t>(&mut self, length: usize, gap: &[u8], mut rest: &'t [u8]) -> &'t [u8] {
        if length < 16 {
            return rest;
        }
        while let Some((line, tail)) = rest.split_at_checked(length) {
            let Some(next) = tail.strip_prefix(gap) else { break };
            if line.iter().fold(false, |blank, b| blank | (*b <= b' '))
                || next.first().is_none_or(|b| is_space(*b))
            {
                break;
            }
            self.carry.extend_from_slice(line);
            rest = next;
        }
        rest
    }

    /// Whether the text ended with a whole group.
    pub(crate) fn complete(&self) -> bool {
        self.carry.is_empty()
    }
}

/// The first byte that is not of the alphabet, else the padding that stands where none may be.
fn fault(text: &[u8]) -> usize {
    let alphabet = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    text.iter()
        .position(|b| !alphabet(b) && !is_space(*b))
        .or_else(|| text.iter().position(|b| *b == b'='))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(pieces: &[&str]) -> Result<Vec<u8>, usize> {
        let mut decoder = Decoder::default();
        decoder.start();
        let mut out = Vec::new();
        for piece in pieces {
            out.extend_from_slice(decoder.feed(piece.as_bytes())?);
        }
        if decoder.complete() { Ok(out) } else { Err(usize::MAX) }
    }

    #[test]
    fn lines_pieces_and_padding() {
        assert_eq!(decode(&["VGhpcyBpcyBhIHRlc3Q="]).unwrap(), b"This is a test");
        assert_eq!(decode(&["VGh", "pcyBpcy", "", "BhIHRl", "c3Q="]).unwrap(), b"This is a test");
        assert_eq!(decode(&["\r\n VGhp\n", "cyBp\tcyBhIHR\n", "lc3Q=\n  "]).unwrap(), b"This is a test");
        assert_eq!(decode(&["YWI=", "\n"]).unwrap(), b"ab");
        assert_eq!(decode(&["YQ=", "="]).unwrap(), b"a");
        assert_eq!(decode(&[]).unwrap(), b"");
    }

    #[test]
    fn strict_otherwise() {
        assert_eq!(decode(&["VGhp*yBp"]), Err(4));
        assert_eq!(decode(&["VGhp-_Bp"]), Err(4));
        assert!(decode(&["YWI=YWI="]).is_err());
        assert!(decode(&["YWI=", "YWI="]).is_err());
        assert!(decode(&["YWJ="]).is_err(), "bits behind the last byte must be nought");
        assert!(decode(&["YWI"]).is_err());
        assert!(decode(&["=\n"]).is_err());
        assert!(decode(&["YWI=", "="]).is_err());
    }
}
