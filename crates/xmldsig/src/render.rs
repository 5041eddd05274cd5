//! Writes tokens in canonical form.

use std::borrow::Cow;
use std::ops::Range;

use crate::escape;
use crate::output::{Output, Sink};
use crate::scan::{Scanner, Token};
use crate::scope::{Binding, Scope};
use crate::tag::{Attribute, QName};

/// How namespaces are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Canonical XML 1.0: every declaration where it changes something.
    Inclusive,
    /// Exclusive XML canonicalisation: a declaration where its prefix is used and not yet written.
    Exclusive,
    /// No prefixes at all: the element's namespace as default namespace. Both canonical forms agree on it.
    Prefixless,
}

/// Another name for the outermost element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rename<'a> {
    /// In canonical form.
    pub(crate) namespace: &'a [u8],
    pub(crate) local: &'a str,
}

/// Writer for one element with everything in it, or for a whole document.
pub(crate) struct Renderer<'a, 's, S> {
    document: &'a [u8],
    style: Style,
    out: Output<'a, 's, S>,
    /// Namespace declarations written on open elements.
    written: Vec<Binding<'a>>,
    /// Length of `written` before each open element.
    marks: Vec<usize>,
    /// `xml:` attributes that the outermost element inherits from what was cut away around it.
    inherited: Vec<Attribute<'a>>,
    rename: Option<Rename<'a>>,
    fresh: Vec<Binding<'a>>,
    scratch: Vec<u8>,
}

impl<'a, 's, S: Sink> Renderer<'a, 's, S> {
    pub(crate) fn new(document: &'a [u8], style: Style, sink: &'s mut S) -> Self {
        Renderer {
            document,
            style,
            out: Output::new(document, sink),
            written: Vec::new(),
            marks: Vec::with_capacity(16),
            inherited: Vec::new(),
            rename: None,
            fresh: Vec::new(),
            scratch: Vec::with_capacity(256),
        }
    }

    /// The outermost element gets another name.
    pub(crate) fn rename(mut self, rename: Option<Rename<'a>>) -> Self {
        self.rename = rename;
        self
    }

    /// The outermost element inherits these `xml:` attributes unless it has them itself.
    pub(crate) fn inherit(mut self, attributes: Vec<Attribute<'a>>) -> Self {
        self.inherited = attributes;
        self
    }

    /// Must be called after the last token. Tells if the output is the input but for one piece.
    pub(crate) fn finish(&mut self) -> Option<Range<usize>> {
        self.out.flush();
        self.out.only_gap()
    }

    /// Writes the token that `scanner` stands at.
    pub(crate) fn token(&mut self, scanner: &Scanner<'a>, token: &Token<'a>) {
        let range = scanner.range();
        match token {
            Token::Start { name, empty } => self.start(scanner, *name, *empty),
            Token::End { name, empty } => self.end(scanner, *name, *empty),
            Token::Text { plain: true } => self.out.verbatim(range),
            Token::Text { plain: false } => {
                self.scratch.clear();
                escape::text(&mut self.scratch, self.document.get(range).unwrap_or_default());
                self.out.put(&self.scratch);
            }
            Token::Character(c) => {
                self.scratch.clear();
                escape::text_char(&mut self.scratch, *c);
                if self.document.get(range.clone()) == Some(&self.scratch) {
                    self.out.verbatim(range);
                } else {
                    self.out.put(&self.scratch);
                }
            }
            Token::Cdata(content) => {
                self.scratch.clear();
                escape::text(&mut self.scratch, content.as_bytes());
                self.out.put(&self.scratch);
            }
            Token::Instruction { target, data } => {
                self.scratch.clear();
                self.instruction(target, data);
                self.out.put(&self.scratch);
            }
        }
    }

    /// A processing instruction outside the root, with the line end that canonical form puts on the side of
    /// the root.
    pub(crate) fn outside_instruction(&mut self, target: &str, data: &str, before_root: bool) {
        self.scratch.clear();
        if !before_root {
            self.scratch.push(b'\n');
        }
        self.instruction(target, data);
        if before_root {
            self.scratch.push(b'\n');
        }
        self.out.put(&self.scratch);
    }

    fn instruction(&mut self, target: &str, data: &str) {
        self.scratch.extend_from_slice(b"<?");
        self.scratch.extend_from_slice(target.as_bytes());
        if !data.is_empty() {
            self.scratch.push(b' ');
            escape::line_ends(&mut self.scratch, data.as_bytes());
        }
        self.scratch.extend_from_slice(b"?>");
    }

    fn renamed(&self) -> Option<Rename<'a>> {
        self.rename.filter(|_| self.marks.len() == 1)
    }

    fn push_name(&mut self, name: QName<'a>) {
        if let Some(rename) = self.renamed() {
            self.scratch.extend_from_slice(rename.local.as_bytes());
            return;
        }
        if self.style != Style::Prefixless && !name.prefix.is_empty() {
            self.scratch.extend_from_slice(name.prefix.as_bytes());
            self.scratch.push(b':');
        }
        self.scratch.extend_from_slice(name.local.as_bytes());
    }

    fn start(&mut self, scanner: &Scanner<'a>, name: QName<'a>, empty: bool) {
        self.marks.push(self.written.len());
        self.scratch.clear();
        self.scratch.push(b'<');
        self.push_name(name);
        self.namespaces(&scanner.scope, name, &scanner.attributes);
        if self.marks.len() == 1 && !self.inherited.is_empty() {
            let merged = self.merged(&scanner.attributes);
            self.attributes(&merged);
        } else {
            self.attributes(&scanner.attributes);
        }
        self.scratch.push(b'>');
        let range = scanner.range();
        if !empty && self.document.get(range.clone()) == Some(&self.scratch) {
            self.out.verbatim(range);
        } else {
            self.out.put(&self.scratch);
        }
    }

    fn end(&mut self, scanner: &Scanner<'a>, name: QName<'a>, empty: bool) {
        self.scratch.clear();
        self.scratch.extend_from_slice(b"</");
        self.push_name(name);
        self.scratch.push(b'>');
        let range = scanner.range();
        if !empty && self.document.get(range.clone()) == Some(&self.scratch) {
            self.out.verbatim(range);
        } else {
            self.out.put(&self.scratch);
        }
        if let Some(mark) = self.marks.pop() {
            self.written.truncate(mark);
        }
    }

    fn merged(&self, own: &[Attribute<'a>]) -> Vec<Attribute<'a>> {
        let mut all = own.to_vec();
        let missing = self
            .inherited
            .iter()
            .filter(|i| !own.iter().any(|o| o.name.local == i.name.local && o.namespace == i.namespace));
        all.extend(missing.cloned());
        all.sort_by(|a, b| (&a.namespace, a.name.local).cmp(&(&b.namespace, b.name.local)));
        all
    }

    fn attributes(&mut self, attributes: &[Attribute<'a>]) {
        for attribute in attributes {
            self.scratch.push(b' ');
            if !attribute.name.prefix.is_empty() {
                self.scratch.extend_from_slice(attribute.name.prefix.as_bytes());
                self.scratch.push(b':');
            }
            self.scratch.extend_from_slice(attribute.name.local.as_bytes());
            self.scratch.extend_from_slice(b"=\"");
            self.scratch.extend_from_slice(&attribute.value);
            self.scratch.push(b'"');
        }
    }

    /// Writes the declarations that this element needs.
    fn namespaces(&mut self, scope: &Scope<'a>, name: QName<'a>, attributes: &[Attribute<'a>]) {
        self.fresh.clear();
        match self.style {
            // What a cut-out element finds around it counts as its own.
            Style::Inclusive if self.marks.len() == 1 => {
                for binding in scope.all().iter().rev() {
                    self.offer(binding.clone());
                }
            }
            Style::Inclusive => {
                for binding in scope.declared() {
                    self.offer(binding.clone());
                }
            }
            Style::Exclusive => {
                self.offer_prefix(scope, name.prefix);
                for attribute in attributes.iter().filter(|a| !a.name.prefix.is_empty()) {
                    self.offer_prefix(scope, attribute.name.prefix);
                }
            }
            Style::Prefixless => {
                let uri = match self.renamed() {
                    Some(rename) => Some(Cow::Borrowed(rename.namespace)),
                    None => scope.resolve(name.prefix),
                };
                if let Some(uri) = uri {
                    self.offer(Binding { prefix: "", uri });
                }
            }
        }
        if self.fresh.is_empty() {
            return;
        }
        self.fresh.sort_by(|a, b| a.prefix.cmp(b.prefix));
        for binding in self.fresh.drain(..) {
            // An empty default that nothing has set needs no writing, but must hide what stands further out.
            let known = self.written.iter().rev().find(|w| w.prefix == binding.prefix).map(|w| &*w.uri);
            if known.unwrap_or_default() == &*binding.uri {
                continue;
            }
            self.scratch.extend_from_slice(b" xmlns");
            if !binding.prefix.is_empty() {
                self.scratch.push(b':');
                self.scratch.extend_from_slice(binding.prefix.as_bytes());
            }
            self.scratch.extend_from_slice(b"=\"");
            self.scratch.extend_from_slice(&binding.uri);
            self.scratch.push(b'"');
            self.written.push(binding);
        }
    }

    fn offer_prefix(&mut self, scope: &Scope<'a>, prefix: &'a str) {
        if prefix != "xml"
            && let Some(uri) = scope.resolve(prefix)
        {
            self.offer(Binding { prefix, uri });
        }
    }

    /// A candidate declaration; the first one of a prefix wins.
    fn offer(&mut self, binding: Binding<'a>) {
        if !self.fresh.iter().any(|f| f.prefix == binding.prefix) {
            self.fresh.push(binding);
        }
    }
}
