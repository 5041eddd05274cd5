//! Small foreign XML: read flat into its texts, with limits; and escapes for writing.

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

/// Deepest element: the envelope of Beskedfordeler has eight levels.
const DEPTH_MAX: usize = 24;
/// Most elements.
const ELEMENTS_MAX: usize = 4_000;

/// A document as its root and the texts of the elements that hold no others.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Texts {
    /// Namespace of the root; empty without one.
    pub(super) namespace: String,
    /// Local name of the root.
    pub(super) root: String,
    /// (path of local names below the root, text without outer white space), in document order.
    texts: Vec<(String, String)>,
}

struct Open {
    /// Length of the path before this element.
    path_before: usize,
    text: String,
    has_children: bool,
}

impl Texts {
    /// Reads a document of at most `limit` bytes. `None`: not UTF-8, not well-formed, a DOCTYPE, or beyond the limits.
    pub(super) fn read(octets: &[u8], limit: usize) -> Option<Texts> {
        if octets.len() > limit {
            return None;
        }
        let text = std::str::from_utf8(octets).ok()?;
        let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        let mut found: Option<Texts> = None;
        let mut open: Vec<Open> = Vec::new();
        let (mut path, mut elements) = (String::new(), 0);
        loop {
            let (namespace, event) = reader.read_resolved_event().ok()?;
            match event {
                Event::DocType(_) => return None,
                Event::Start(start) => {
                    elements += 1;
                    if elements > ELEMENTS_MAX || open.len() >= DEPTH_MAX {
                        return None;
                    }
                    let name = start.local_name().into_inner();
                    let path_before = path.len();
                    match (open.last_mut(), &found) {
                        (Some(parent), _) => {
                            parent.has_children = true;
                            if !path.is_empty() {
                                path.push('/');
                            }
                            path.push_str(name);
                        }
                        (None, Some(_)) => return None,
                        (None, None) => {
                            let namespace = match namespace {
                                ResolveResult::Bound(bound) => bound.into_inner().to_owned(),
                                ResolveResult::Unbound => String::new(),
                                ResolveResult::Unknown(_) => return None,
                            };
                            found = Some(Texts { namespace, root: name.to_owned(), texts: Vec::new() });
                        }
                    }
                    open.push(Open { path_before, text: String::new(), has_children: false });
                }
                Event::End(_) => {
                    let closed = open.pop()?;
                    if !closed.has_children
                        && let Some(found) = &mut found
                    {
                        found.texts.push((path.clone(), closed.text.trim().to_owned()));
                    }
                    path.truncate(closed.path_before);
                }
                Event::Text(text) => {
                    if let Some(open) = open.last_mut() {
                        open.text.push_str(&text);
                    }
                }
                Event::CData(text) => {
                    if let Some(open) = open.last_mut() {
                        open.text.push_str(&text);
                    }
                }
                Event::GeneralRef(reference) => {
                    let character = match &*reference {
                        "lt" => '<',
                        "gt" => '>',
                        "amp" => '&',
                        "quot" => '"',
                        "apos" => '\'',
                        _ => reference.resolve_char_ref().ok()??,
                    };
                    open.last_mut()?.text.push(character);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        found.filter(|_| open.is_empty())
    }

    /// The first text at this path that is not empty.
    pub(super) fn get(&self, path: &str) -> Option<&str> {
        let mut texts = self.texts.iter().filter(|(at, text)| at == path && !text.is_empty());
        texts.next().map(|(_, text)| text.as_str())
    }

    /// The first text, not empty, of an element of this name, wherever it stands.
    pub(super) fn anywhere(&self, name: &str) -> Option<&str> {
        let named = |at: &str| at.rsplit('/').next() == Some(name);
        self.texts.iter().find(|(at, text)| named(at) && !text.is_empty()).map(|(_, text)| text.as_str())
    }
}

/// Writes text as element content. What XML cannot hold becomes a blank.
pub(super) fn escape(out: &mut Vec<u8>, text: &str) {
    let mut buffer = [0; 4];
    for c in text.chars() {
        match c {
            '&' => out.extend_from_slice(b"&amp;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '\t' | '\n' => out.push(c as u8),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(b' '),
            c => out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()),
        }
    }
}

/// Writes `<name>text</name>`.
pub(super) fn element(out: &mut Vec<u8>, name: &str, text: &str) {
    for (part, escaped) in
        [("<", false), (name, false), (">", false), (text, true), ("</", false), (name, false)]
    {
        if escaped {
            escape(out, part);
        } else {
            out.extend_from_slice(part.as_bytes());
        }
    }
    out.push(b'>');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_by_path() {
        let read = |text: &str| Texts::read(text.as_bytes(), 10_000);
        let texts =
            read("<?xml version='1.0'?><a xmlns='n'><b> x &amp; y&#33; </b><c><b/></c><c><b>z</b></c></a>");
        let texts = texts.unwrap();
        assert_eq!((texts.namespace.as_str(), texts.root.as_str()), ("n", "a"));
        assert_eq!((texts.get("b"), texts.get("c/b"), texts.get("c")), (Some("x & y!"), Some("z"), None));
        assert_eq!(texts.anywhere("b"), Some("x & y!"));
        let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
        let many = format!("<a>{}</a>", "<b/>".repeat(ELEMENTS_MAX + 1));
        for wrong in
            ["", "x", "<a>", "<a/><b/>", "<!DOCTYPE a><a/>", "<a>&other;</a>", "<p:a/>", &deep, &many]
        {
            assert_eq!(read(wrong), None, "{}", wrong.get(..40).unwrap_or(wrong));
        }
        assert_eq!(Texts::read(b"<a>1234567890</a>", 10), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in "\\PC{0,60}") {
            let mut out = Vec::new();
            element(&mut out, "a", &text);
            let read = Texts::read(&out, 10_000).unwrap();
            let found = read.get("").unwrap_or_default();
            let expected = text.replace(['\u{fffe}', '\u{ffff}'], " ");
            prop_assert_eq!(found, expected.trim());
        }

        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[<>a/&;#x ='\"!-]{0,80}") {
            let _ = Texts::read(&bytes, 10_000);
            let _ = Texts::read(text.as_bytes(), 10_000);
        }
    }
}
