//! A writer for the signed form (§5.3): default namespaces only, no unused declarations, no white space, and characters
//! escaped as canonical XML escapes them, so that what is written is what is digested.

use super::Node;
use super::NodeExt as _;

/// Where the writer puts its octets.
pub(crate) trait Sink {
    /// Takes octets as they are.
    fn octets(&mut self, octets: &[u8]);
    /// Takes content that stands in the document as base64.
    fn base64(&mut self, content: &[u8]);
}

impl Sink for Vec<u8> {
    fn octets(&mut self, octets: &[u8]) {
        self.extend_from_slice(octets);
    }

    fn base64(&mut self, content: &[u8]) {
        base64_simd::STANDARD.encode_append(content, self);
    }
}

/// Counts instead of keeping: the size of a message without building it (rule D11).
#[derive(Default)]
pub(crate) struct Counter(pub(crate) usize);

impl Sink for Counter {
    fn octets(&mut self, octets: &[u8]) {
        self.0 += octets.len();
    }

    fn base64(&mut self, content: &[u8]) {
        self.0 += content.len().div_ceil(3) * 4;
    }
}

/// Writes elements whose namespace is declared as default wherever it differs from the parent's.
pub(crate) struct Writer<S> {
    out: S,
    open: Vec<(String, String)>,
}

impl<S: Sink> Writer<S> {
    pub(crate) fn new(out: S) -> Self {
        Self { out, open: Vec::new() }
    }

    pub(crate) fn finish(mut self) -> S {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    pub(crate) fn open(&mut self, ns: &str, name: &str) {
        self.open_with(ns, name, &[]);
    }

    pub(crate) fn open_with(&mut self, ns: &str, name: &str, attributes: &[(&str, &str)]) {
        self.out.octets(b"<");
        self.out.octets(name.as_bytes());
        if self.open.last().map_or("", |(ns, _)| ns) != ns {
            self.attribute("xmlns", ns);
        }
        for (key, value) in attributes {
            self.attribute(key, value);
        }
        self.out.octets(b">");
        self.open.push((ns.to_owned(), name.to_owned()));
    }

    fn attribute(&mut self, key: &str, value: &str) {
        self.out.octets(b" ");
        self.out.octets(key.as_bytes());
        self.out.octets(b"=\"");
        self.escaped(value, |byte| match byte {
            b'&' => Some(b"&amp;"),
            b'<' => Some(b"&lt;"),
            b'"' => Some(b"&quot;"),
            b'\t' => Some(b"&#x9;"),
            b'\n' => Some(b"&#xA;"),
            b'\r' => Some(b"&#xD;"),
            _ => None,
        });
        self.out.octets(b"\"");
    }

    pub(crate) fn close(&mut self) {
        if let Some((_, name)) = self.open.pop() {
            self.out.octets(b"</");
            self.out.octets(name.as_bytes());
            self.out.octets(b">");
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.escaped(text, |byte| match byte {
            b'&' => Some(b"&amp;"),
            b'<' => Some(b"&lt;"),
            b'>' => Some(b"&gt;"),
            b'\r' => Some(b"&#xD;"),
            _ => None,
        });
    }

    fn escaped(&mut self, text: &str, escape: fn(u8) -> Option<&'static [u8]>) {
        let bytes = text.as_bytes();
        let mut from = 0;
        for (at, byte) in bytes.iter().enumerate() {
            if let Some(escaped) = escape(*byte) {
                self.out.octets(bytes.get(from..at).unwrap_or_default());
                self.out.octets(escaped);
                from = at + 1;
            }
        }
        self.out.octets(bytes.get(from..).unwrap_or_default());
    }

    /// An element with text and nothing else.
    pub(crate) fn leaf(&mut self, ns: &str, name: &str, text: &str) {
        self.open(ns, name);
        self.text(text);
        self.close();
    }

    /// An element with text, if there is a text (rule D6: no empty optional elements).
    pub(crate) fn optional(&mut self, ns: &str, name: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.leaf(ns, name, text);
        }
    }

    /// An element with content as base64.
    pub(crate) fn base64(&mut self, ns: &str, name: &str, content: &[u8]) {
        self.open(ns, name);
        self.out.base64(content);
        self.close();
    }

    /// Markup that is already in the signed form and declares its own namespaces.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.out.octets(markup.as_bytes());
    }

    /// A read element with all below it, without its prefixes. `false` when an attribute is in a namespace, which cannot
    /// be written without a prefix.
    pub(crate) fn copy(&mut self, node: Node<'_, '_>) -> bool {
        let base = self.open.len();
        let mut next = Some(node);
        while let Some(at) = next {
            let mut descend = None;
            if at.is_element() {
                if at.attributes().any(|attribute| attribute.namespace().is_some()) {
                    return false;
                }
                let mut attributes: Vec<_> = at.attributes().map(|a| (a.name(), a.value())).collect();
                attributes.sort_unstable();
                self.open_with(at.ns(), at.tag_name().name(), &attributes);
                descend = at.first_child();
            } else if at.is_text() {
                self.text(at.text().unwrap_or_default());
            }
            next = descend.or_else(|| self.climb(at, node, base));
        }
        true
    }

    /// The node after `from` in document order that is not below it, closing what ends on the way.
    fn climb<'a, 'i>(&mut self, from: Node<'a, 'i>, top: Node<'a, 'i>, base: usize) -> Option<Node<'a, 'i>> {
        let mut at = from;
        loop {
            if at.is_element() && self.open.len() > base {
                self.close();
            }
            if at == top {
                return None;
            }
            if let Some(sibling) = at.next_sibling() {
                return Some(sibling);
            }
            at = at.parent()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, xml::Doc};

    #[test]
    fn copies_a_prefixed_tree_without_prefixes() {
        let xml = b"<a:r xmlns:a='urn:a' xmlns:b='urn:b' z='1' y='&lt;\"'><b:c>x &amp; y<!-- no --><a:d/></b:c><b:e/>t\n</a:r>";
        let doc = Doc::parse(xml, &Limits::default()).unwrap();
        let mut writer = Writer::new(Vec::new());
        assert!(writer.copy(doc.root()));
        assert_eq!(
            String::from_utf8(writer.finish()).unwrap(),
            "<r xmlns=\"urn:a\" y=\"&lt;&quot;\" z=\"1\"><c xmlns=\"urn:b\">x &amp; y<d xmlns=\"urn:a\"></d></c><e xmlns=\"urn:b\"></e>t\n</r>"
        );
    }

    #[test]
    fn counts_what_it_would_write() {
        let write = |mut w: Writer<Vec<u8>>| {
            w.open("urn:a", "å");
            w.base64("urn:a", "b", b"12345");
            w.finish().len()
        };
        let mut counting = Writer::new(Counter::default());
        counting.open("urn:a", "å");
        counting.base64("urn:a", "b", b"12345");
        assert_eq!(counting.finish().0, write(Writer::new(Vec::new())));
    }
}
