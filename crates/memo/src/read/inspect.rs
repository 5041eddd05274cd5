//! What the rules want to know of a file's bytes (H12, H17, X1, X2), gathered while they pass.

use html::{Charset, Kind};
use memchr::memmem;

/// Facts about the content of one file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inspection {
    /// The first bytes.
    pub(crate) head: Vec<u8>,
    pub(crate) length: u64,
    /// What an HTML text would do, its nesting aside.
    pub(crate) html: Vec<html::Problem>,
    /// An HTML text that was too large to be looked through.
    pub(crate) unread_html: bool,
    /// A text whose characters cannot be told.
    pub(crate) unclear_text: bool,
    /// An office document with macros.
    pub(crate) macros: bool,
}

const HEAD: usize = 16;
/// More than the longest thing that is looked for.
const OVERLAP: usize = 32;
/// A larger HTML text is not looked through: it would have to be kept in memory.
const HTML: usize = 4 << 20;

/// What kind of content is looked at more closely.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Look {
    #[default]
    Head,
    Html,
    Text,
    Office,
}

/// Watches a file go by in pieces.
#[derive(Default)]
pub(crate) struct Inspector {
    facts: Inspection,
    look: Look,
    media_type: String,
    /// All of an HTML text; the end of what has passed otherwise.
    kept: Vec<u8>,
}

impl Inspector {
    pub(crate) fn new(encoding_format: &str, filename: &str) -> Inspector {
        let media_type = encoding_format.to_ascii_lowercase();
        let extension = extension(filename);
        let says = |parts: &[&str]| parts.iter().any(|part| media_type.contains(part));
        let look = if says(&["html"]) || matches!(extension.as_str(), "html" | "htm" | "xhtml" | "svg") {
            Look::Html
        } else if says(&["officedocument", "ms-", "msword"])
            || matches!(extension.as_str(), "docx" | "xlsx" | "pptx" | "doc" | "xls" | "ppt")
        {
            Look::Office
        } else if says(&["text/plain"]) {
            Look::Text
        } else {
            Look::Head
        };
        Inspector { look, media_type, ..Inspector::default() }
    }

    pub(crate) fn see(&mut self, bytes: &[u8]) {
        if self.facts.head.len() < HEAD {
            let wanted = (HEAD - self.facts.head.len()).min(bytes.len());
            self.facts.head.extend_from_slice(bytes.get(..wanted).unwrap_or_default());
        }
        self.facts.length += bytes.len() as u64;
        match self.look {
            Look::Head => {}
            Look::Html if self.kept.len() + bytes.len() > HTML => {
                self.facts.unread_html = true;
                self.kept = Vec::new();
                self.look = Look::Head;
            }
            Look::Html => self.kept.extend_from_slice(bytes),
            Look::Text => self.text(bytes),
            Look::Office => {
                self.kept.extend_from_slice(bytes);
                self.facts.macros |= memmem::find(&self.kept, b"vbaProject.bin").is_some()
                    || memmem::find(&self.kept, b"_\0V\0B\0A\0_\0P\0R\0O\0J").is_some();
                let cut = self.kept.len().saturating_sub(OVERLAP);
                self.kept.drain(..cut);
            }
        }
    }

    /// UTF-8 is the only set that can be recognised, and it is recognised by every single character.
    fn text(&mut self, bytes: &[u8]) {
        let first = self.facts.length == bytes.len() as u64;
        if first && (bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")) {
            self.look = Look::Head;
            return;
        }
        self.kept.extend_from_slice(bytes);
        match std::str::from_utf8(&self.kept) {
            Ok(_) => self.kept.clear(),
            // A character may lie across two pieces.
            Err(error) if error.error_len().is_none() => {
                self.kept.drain(..error.valid_up_to());
            }
            Err(_) => {
                // It is unclear unless the media type names the set.
                self.facts.unclear_text = html::decode(b"\xE6", &self.media_type).1 == Charset::Unknown;
                self.kept = Vec::new();
                self.look = Look::Head;
            }
        }
    }

    pub(crate) fn finish(mut self) -> Inspection {
        match self.look {
            Look::Html => {
                let (text, charset) = html::decode(&self.kept, &self.media_type);
                self.facts.unclear_text = charset == Charset::Unknown;
                self.facts.html = html::problems(&text);
                self.facts.html.retain(|problem| problem.kind != Kind::Nesting);
            }
            Look::Text if !self.kept.is_empty() => {
                self.facts.unclear_text = html::decode(b"\xE6", &self.media_type).1 == Charset::Unknown;
            }
            _ => {}
        }
        self.facts
    }
}

/// Lower-case extension of a file name, without the dot; empty if there is none.
pub(crate) fn extension(filename: &str) -> String {
    match filename.trim().rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inspect(mime: &str, name: &str, pieces: &[&[u8]]) -> Inspection {
        let mut inspector = Inspector::new(mime, name);
        pieces.iter().for_each(|p| inspector.see(p));
        inspector.finish()
    }

    #[test]
    fn script_is_found_across_pieces() {
        let kinds = |mime, name, pieces: &[&[u8]]| -> Vec<Kind> {
            inspect(mime, name, pieces).html.iter().map(|problem| problem.kind).collect()
        };
        assert_eq!(kinds("text/html", "a.html", &[b"<p>x</p><Scr", b"ipt>"]), [Kind::Runs]);
        assert_eq!(kinds("text/html", "a.html", &[b"<img alt=x onerror = 'f()'>"]), [Kind::Runs]);
        assert_eq!(kinds("text/html", "a.html", &[b"<p>On the one=hand, description"]), []);
        assert_eq!(kinds("text/plain", "a.txt", &[b"<script>"]), []);
        assert!(inspect("text/html", "a.html", &[&vec![b' '; HTML], b" "]).unread_html);
        assert!(!inspect("text/html", "a.html", &[&vec![b' '; HTML]]).unread_html);
        assert!(inspect("application/msword", "a.doc", &[b"..word/vbaProj", b"ect.bin"]).macros);
        assert_eq!(inspect("", "a", &[b"%P", b"DF-1.7"]).head, b"%PDF-1.7");
    }

    #[test]
    fn characters_are_told_or_not() {
        let unclear = |mime, pieces: &[&[u8]]| inspect(mime, "a.txt", pieces).unclear_text;
        assert!(!unclear("text/plain", &["æ".as_bytes()]));
        assert!(!unclear("text/plain", &[b"bl\xc3", b"\xa5"]));
        assert!(unclear("text/plain", &[b"bl\xe5", b"a"]));
        assert!(unclear("text/plain", &[b"bl\xc3"]));
        assert!(!unclear("text/plain; charset=iso-8859-1", &[b"bl\xe5r"]));
        assert!(unclear("text/plain; charset=utf-8", &[b"bl\xe5r"]));
        assert!(!unclear("text/plain", &[b"\xff\xfea\0"]));
        assert!(!inspect("text/html", "a.html", &[b"<meta charset=latin1>\xe5"]).unclear_text);
        assert!(inspect("text/html", "a.html", &[b"\xe5"]).unclear_text);
    }
}
