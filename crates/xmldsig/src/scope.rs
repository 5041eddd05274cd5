//! Namespace declarations in scope, on one flat stack.

use std::borrow::Cow;

use crate::fault::XmlFault;

pub(crate) const XML_NAMESPACE: &[u8] = b"http://www.w3.org/XML/1998/namespace";
const XMLNS_NAMESPACE: &[u8] = b"http://www.w3.org/2000/xmlns/";

/// A prefix (empty: the default namespace) and its namespace in canonical form (empty: none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binding<'a> {
    pub(crate) prefix: &'a str,
    pub(crate) uri: Cow<'a, [u8]>,
}

/// Bindings of all open elements, innermost last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope<'a> {
    bindings: Vec<Binding<'a>>,
    /// Length of `bindings` before each open element.
    marks: Vec<usize>,
}

impl<'a> Scope<'a> {
    /// Opens an element; its declarations follow with [`Scope::declare`].
    pub(crate) fn open(&mut self) {
        self.marks.push(self.bindings.len());
    }

    /// Closes the innermost element.
    pub(crate) fn close(&mut self) {
        if let Some(mark) = self.marks.pop() {
            self.bindings.truncate(mark);
        }
    }

    /// Adds a declaration of the innermost element. `xml` bound to its own namespace is accepted and left out.
    pub(crate) fn declare(
        &mut self,
        prefix: &'a str,
        uri: Cow<'a, [u8]>,
        max: usize,
    ) -> Result<(), XmlFault> {
        if prefix == "xml" && *uri == *XML_NAMESPACE {
            return Ok(());
        }
        let reserved = *uri == *XML_NAMESPACE || *uri == *XMLNS_NAMESPACE;
        let unbinds = uri.is_empty() && !prefix.is_empty();
        if matches!(prefix, "xml" | "xmlns") || reserved || unbinds {
            return Err(XmlFault::ReservedNamespace);
        }
        if !uri.is_empty() && !is_absolute(&uri) {
            return Err(XmlFault::RelativeNamespace);
        }
        if self.declared().iter().any(|b| b.prefix == prefix) {
            return Err(XmlFault::DuplicateAttribute);
        }
        if self.bindings.len() >= max {
            return Err(XmlFault::TooManyNamespaces);
        }
        self.bindings.push(Binding { prefix, uri });
        Ok(())
    }

    /// Declarations of the innermost element.
    pub(crate) fn declared(&self) -> &[Binding<'a>] {
        self.bindings.get(self.mark()..).unwrap_or_default()
    }

    /// All bindings, outermost first; later ones hide earlier ones with the same prefix.
    pub(crate) fn all(&self) -> &[Binding<'a>] {
        &self.bindings
    }

    fn mark(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    /// The namespace a prefix stands for; `None` if it is not bound. No default namespace is the empty one.
    pub(crate) fn resolve(&self, prefix: &str) -> Option<Cow<'a, [u8]>> {
        lookup(&self.bindings, prefix)
    }
}

fn lookup<'a>(bindings: &[Binding<'a>], prefix: &str) -> Option<Cow<'a, [u8]>> {
    match bindings.iter().rev().find(|b| b.prefix == prefix) {
        Some(binding) => Some(binding.uri.clone()),
        None if prefix.is_empty() => Some(Cow::Borrowed(b"")),
        None if prefix == "xml" => Some(Cow::Borrowed(XML_NAMESPACE)),
        None => None,
    }
}

/// Whether a canonical value is an absolute URI: it begins with a scheme, and holds nothing that had to be
/// escaped but `&` (so that canonical forms sort as the URIs themselves do).
fn is_absolute(uri: &[u8]) -> bool {
    let Some(colon) = uri.iter().position(|b| *b == b':') else { return false };
    let (scheme, rest) = uri.split_at(colon);
    let scheme_ok = scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    let escapes_ok = rest.split(|b| *b == b'&').skip(1).all(|after| after.starts_with(b"amp;"));
    scheme_ok && escapes_ok
}
