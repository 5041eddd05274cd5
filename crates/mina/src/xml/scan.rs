//! A look over the markup before the tree is built.
//!
//! The tree builder compares every attribute of an element with every other and copies inherited namespaces, which
//! hostile documents could turn into quadratic work. This pass is linear and bounds all of it beforehand (rule E19).

use super::XmlError;
use crate::Limits;

pub(super) fn scan(text: &str, limits: &Limits) -> Result<(), XmlError> {
    if text.len() > limits.max_bytes {
        return Err(XmlError::TooLarge { bytes: text.len(), limit: limits.max_bytes });
    }
    Scanner { text, at: 0, depth: 0, elements: 0 }.run(limits)
}

/// Markup whose inside is skipped: opening, closing, what it is called when it does not end.
const SKIPPED: [(&str, &str, &str); 3] = [
    ("<!--", "-->", "comment"),
    ("<![CDATA[", "]]>", "CDATA section"),
    ("<?", "?>", "processing instruction"),
];

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    elements: usize,
}

impl Scanner<'_> {
    fn run(mut self, limits: &Limits) -> Result<(), XmlError> {
        while let Some(found) = self.rest().find('<') {
            self.at += found;
            let rest = self.rest();
            if let Some((open, close, what)) = SKIPPED.into_iter().find(|(open, ..)| rest.starts_with(open)) {
                let end = rest.get(open.len()..).and_then(|inside| inside.find(close));
                let end = end.ok_or_else(|| self.malformed(format!("the {what} does not end")))?;
                if open == "<?" {
                    self.declaration(rest.get(..open.len() + end).unwrap_or_default())?;
                }
                self.at += open.len() + end + close.len();
            } else if rest.starts_with("<!") {
                let (line, column) = self.place();
                return Err(XmlError::Doctype { line, column });
            } else if rest.starts_with("</") {
                self.depth = self.depth.saturating_sub(1);
                self.at += 2;
            } else {
                self.start_tag(limits)?;
            }
        }
        Ok(())
    }

    fn start_tag(&mut self, limits: &Limits) -> Result<(), XmlError> {
        let (mut quote, mut attributes, mut previous) = (None, 0_usize, b'<');
        let mut end = None;
        for (offset, byte) in self.rest().bytes().enumerate().skip(1) {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => attributes += 1,
                (None, b'>') => {
                    end = Some(offset);
                    break;
                }
                (None, _) => {}
            }
            previous = byte;
        }
        let end = end.ok_or_else(|| self.malformed("a start tag does not end".into()))?;
        self.elements += 1;
        self.depth += 1;
        let bounds = [
            ("elements", self.elements, limits.max_elements),
            ("levels of nesting", self.depth, limits.max_depth),
            ("attributes on one element", attributes, limits.max_attributes),
        ];
        if let Some((what, _, limit)) = bounds.into_iter().find(|(_, found, limit)| found > limit) {
            let (line, column) = self.place();
            return Err(XmlError::Limit { what, limit, line, column });
        }
        if previous == b'/' {
            self.depth -= 1;
        }
        self.at += end + 1;
        Ok(())
    }

    /// Only UTF-8 is read; a declaration that says otherwise is refused rather than misread.
    fn declaration(&self, inside: &str) -> Result<(), XmlError> {
        if !inside.starts_with("<?xml ") {
            return Ok(());
        }
        let Some(found) = inside.find("encoding") else { return Ok(()) };
        let value = inside.get(found + "encoding".len()..).unwrap_or_default();
        let value = value.trim_start().trim_start_matches('=').trim_start();
        let name: String = value.chars().skip(1).take_while(|c| !matches!(c, '"' | '\'')).collect();
        let known = ["utf-8", "utf8", "us-ascii", "ascii"];
        if known.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return Ok(());
        }
        Err(XmlError::NotUtf8)
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn malformed(&self, message: String) -> XmlError {
        let (line, column) = self.place();
        XmlError::Malformed { line, column, message }
    }

    fn place(&self) -> (u32, u32) {
        let before = self.text.get(..self.at).unwrap_or_default();
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}
