//! What the rules want to know of a file's bytes (H12, H17), gathered while they pass.

use memchr::memmem;

/// Facts about the content of one file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inspection {
    /// The first bytes.
    pub(crate) head: Vec<u8>,
    pub(crate) length: u64,
    /// HTML that can act: script, event handlers, forms, frames.
    pub(crate) active_html: bool,
    /// An office document with macros.
    pub(crate) macros: bool,
}

const HEAD: usize = 16;
/// More than the longest thing that is looked for.
const OVERLAP: usize = 32;

/// Watches a file go by in pieces.
#[derive(Default)]
pub(crate) struct Inspector {
    facts: Inspection,
    html: bool,
    office: bool,
    tail: Vec<u8>,
}

impl Inspector {
    pub(crate) fn new(encoding_format: &str, filename: &str) -> Inspector {
        let mime = encoding_format.to_ascii_lowercase();
        let extension = extension(filename);
        let html = mime.contains("html") || matches!(extension.as_str(), "html" | "htm" | "xhtml" | "svg");
        let office = mime.contains("officedocument")
            || mime.contains("ms-")
            || mime.contains("msword")
            || matches!(extension.as_str(), "docx" | "xlsx" | "pptx" | "doc" | "xls" | "ppt");
        Inspector { html, office, ..Inspector::default() }
    }

    pub(crate) fn see(&mut self, bytes: &[u8]) {
        if self.facts.head.len() < HEAD {
            let wanted = (HEAD - self.facts.head.len()).min(bytes.len());
            self.facts.head.extend_from_slice(bytes.get(..wanted).unwrap_or_default());
        }
        self.facts.length += bytes.len() as u64;
        if !self.html && !self.office {
            return;
        }
        let start = self.tail.len();
        self.tail.extend_from_slice(bytes);
        if self.html {
            // In place only over what is new; the overlap was lowered before.
            self.tail.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
            self.facts.active_html |= is_active(&self.tail);
        }
        if self.office {
            self.facts.macros |= memmem::find(&self.tail, b"vbaProject.bin").is_some()
                || memmem::find(&self.tail, b"_\0V\0B\0A\0_\0P\0R\0O\0J").is_some();
        }
        let cut = self.tail.len().saturating_sub(OVERLAP);
        self.tail.drain(..cut);
    }

    pub(crate) fn finish(self) -> Inspection {
        self.facts
    }
}

/// Lower-case HTML that is more than text and pictures.
fn is_active(html: &[u8]) -> bool {
    const PARTS: [&[u8]; 6] = [b"<script", b"javascript:", b"<iframe", b"<object", b"<embed", b"<form"];
    PARTS.iter().any(|part| memmem::find(html, part).is_some()) || has_event_handler(html)
}

/// ` onload=`, ` onclick =` and the like.
fn has_event_handler(html: &[u8]) -> bool {
    memmem::find_iter(html, b"on").any(|at| {
        let before = at.checked_sub(1).and_then(|i| html.get(i));
        let separated = before.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'/'));
        let rest = html.get(at + 2..).unwrap_or_default();
        let name = rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
        let after = rest.get(name..).unwrap_or_default().trim_ascii_start();
        separated && (3..20).contains(&name) && after.first() == Some(&b'=')
    })
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
        assert!(inspect("text/html", "a.html", &[b"<p>x</p><Scr", b"ipt>"]).active_html);
        assert!(inspect("text/html", "a.html", &[b"<img src=x onerror = 'f()'>"]).active_html);
        assert!(!inspect("text/html", "a.html", &[b"<p>On the one=hand, description</p>"]).active_html);
        assert!(!inspect("text/plain", "a.txt", &[b"<script>"]).active_html);
        assert!(inspect("application/msword", "a.doc", &[b"..word/vbaProj", b"ect.bin"]).macros);
        assert_eq!(inspect("", "a", &[b"%P", b"DF-1.7"]).head, b"%PDF-1.7");
    }

    #[test]
    fn extensions() {
        assert_eq!(extension("Brev.PDF"), "pdf");
        assert_eq!(extension("Brev"), "");
        assert_eq!(extension(".pdf"), "");
    }
}
