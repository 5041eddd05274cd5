//! XML events with everything checked that the event reader leaves to its caller: characters, names,
//! attributes, namespaces, document structure and limits.

use std::io::BufRead;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::Event;

use crate::chars::{TextFault, forbidden, is_ncname, is_space, scan_text};
use crate::escape;
use crate::fault::{XmlError, XmlFault};
use crate::limits::Limits;
use crate::scope::Scope;
use crate::tag::{Attribute, QName, check_declaration, next_attribute};

/// One piece of a document. Comments, the XML declaration and white space outside the root yield nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A start tag; its attributes and declarations are in the scanner until the next token is read.
    /// `empty`: written `<a/>`, so no end tag follows in the text, but a [`Token::End`] does.
    Start { name: QName<'a>, empty: bool },
    /// An end tag; its namespaces are still in scope.
    End { name: QName<'a>, empty: bool },
    /// Character data as written. `plain`: its canonical form is itself.
    Text { plain: bool },
    /// A reference.
    Character(char),
    /// Content of a CDATA section.
    Cdata(&'a str),
    /// A processing instruction.
    Instruction { target: &'a str, data: &'a str },
}

/// Pull reader over a whole document.
pub(crate) struct Scanner<'a> {
    document: &'a [u8],
    reader: Reader<&'a [u8]>,
    /// Octets before those the reader got (a byte order mark).
    base: usize,
    limits: Limits,
    open: Vec<QName<'a>>,
    root_seen: bool,
    close_empty: bool,
    pop: bool,
    range: Range<usize>,
    /// Where the character data of the last text token began.
    data_start: Option<usize>,
    pub(crate) scope: Scope<'a>,
    pub(crate) attributes: Vec<Attribute<'a>>,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl<'a> Scanner<'a> {
    /// Starts reading; `scope` holds what is declared around the document, if it is a cut-out.
    pub(crate) fn new(document: &'a [u8], limits: &Limits, scope: Scope<'a>) -> Result<Self, XmlError> {
        if document.len() > limits.max_bytes {
            return Err(XmlError::at(XmlFault::TooLarge, document, 0));
        }
        let body = document.strip_prefix(BYTE_ORDER_MARK).unwrap_or(document);
        let mut reader = Reader::from_reader(body);
        reader.config_mut().check_comments = true;
        Ok(Scanner {
            document,
            reader,
            base: document.len() - body.len(),
            limits: *limits,
            open: Vec::with_capacity(16),
            root_seen: false,
            close_empty: false,
            pop: false,
            range: 0..0,
            data_start: None,
            scope,
            attributes: Vec::new(),
        })
    }

    /// The octets of the last token.
    pub(crate) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Open elements; a start tag counts, an end tag still does.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The next token, or `None` after a complete document.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'a>>, XmlError> {
        self.step().map_err(|(fault, offset)| XmlError::at(fault, self.document, offset))
    }

    fn position(&self) -> usize {
        self.base + self.reader.buffer_position() as usize
    }

    fn step(&mut self) -> Result<Option<Token<'a>>, (XmlFault, usize)> {
        if self.pop {
            self.pop = false;
            self.open.pop();
            self.scope.close();
        }
        if self.close_empty {
            self.close_empty = false;
            self.pop = true;
            let name = *self.open.last().ok_or((XmlFault::Mismatch, self.range.start))?;
            return Ok(Some(Token::End { name, empty: true }));
        }
        loop {
            let start = self.position();
            if let Some(token) = self.text(start)? {
                return Ok(Some(token));
            }
            let start = self.position();
            let event = self.reader.read_event().map_err(|e| (translate(&e), start))?;
            self.range = start..self.position();
            if let Some(token) = self.event(event, start)? {
                return Ok(token);
            }
        }
    }

    /// Character data is followed here, in one pass, and the reader is only moved past it. White space outside
    /// the root is passed over.
    fn text(&mut self, mut start: usize) -> Result<Option<Token<'a>>, (XmlFault, usize)> {
        loop {
            let data_start = *self.data_start.get_or_insert(start);
            let run = scan_text(self.document, start, data_start).map_err(|fault| match fault {
                TextFault::Character(at) => (XmlFault::Character, at),
                TextFault::NotUtf8(at) => (XmlFault::NotUtf8, at),
                TextFault::CdataEnd(at) => (XmlFault::CdataEnd, at),
            })?;
            if run.end == start {
                self.data_start = None;
                return Ok(None);
            }
            self.reader.stream().consume(run.end - start);
            self.range = start..run.end;
            if !self.open.is_empty() {
                return Ok(Some(Token::Text { plain: run.plain }));
            }
            let text = self.document.get(start..run.end).unwrap_or_default();
            if let Some(at) = text.iter().position(|b| !is_space(*b)) {
                return Err((XmlFault::OutsideRoot, start + at));
            }
            start = run.end;
        }
    }

    /// The token of one event: `None` if it yields nothing, `Some(None)` at the end.
    #[allow(clippy::option_option)]
    fn event(
        &mut self,
        event: Event<'a>,
        start: usize,
    ) -> Result<Option<Option<Token<'a>>>, (XmlFault, usize)> {
        let outside = self.open.is_empty();
        let inside = if outside { Err((XmlFault::OutsideRoot, start)) } else { Ok(()) };
        let token = match event {
            Event::Start(_) => self.start(false).map_err(|f| (f, start))?,
            Event::Empty(_) => {
                self.close_empty = true;
                self.start(true).map_err(|f| (f, start))?
            }
            Event::End(_) => {
                self.pop = true;
                let name = *self.open.last().ok_or((XmlFault::Mismatch, start))?;
                Token::End { name, empty: false }
            }
            Event::GeneralRef(_) => {
                inside?;
                let name = self.inner(1, 1).ok_or((XmlFault::NotUtf8, start))?;
                Token::Character(escape::reference(name).ok_or((XmlFault::Entity, start))?)
            }
            Event::CData(_) => {
                inside?;
                let content = self.inner(9, 3).ok_or((XmlFault::NotUtf8, start))?;
                check(content, start + 9)?;
                Token::Cdata(content)
            }
            Event::Comment(_) => {
                let content = self.inner(4, 3).ok_or((XmlFault::NotUtf8, start))?;
                check(content, start + 4)?;
                // "--->" is no end of a comment.
                return if content.ends_with('-') { Err((XmlFault::Syntax, start)) } else { Ok(None) };
            }
            Event::PI(_) => self.instruction(start)?,
            Event::Decl(_) if start == self.base => {
                let content = self.inner(2, 2).ok_or((XmlFault::NotUtf8, start))?;
                return check_declaration(content).map(|()| None).map_err(|f| (f, start));
            }
            Event::Decl(_) => return Err((XmlFault::Declaration, start)),
            Event::DocType(_) => return Err((XmlFault::Doctype, start)),
            Event::Text(_) => return Err((XmlFault::Syntax, start)),
            Event::Eof if self.root_seen && outside => return Ok(Some(None)),
            Event::Eof => return Err((XmlFault::Truncated, start)),
        };
        Ok(Some(Some(token)))
    }

    /// The text of the last token without its delimiters, borrowed from the document itself.
    fn inner(&self, head: usize, tail: usize) -> Option<&'a str> {
        let end = self.range.end.checked_sub(tail)?;
        std::str::from_utf8(self.document.get(self.range.start + head..end)?).ok()
    }

    fn instruction(&self, start: usize) -> Result<Token<'a>, (XmlFault, usize)> {
        let content = self.inner(2, 2).ok_or((XmlFault::NotUtf8, start))?;
        check(content, start + 2)?;
        let end = content.bytes().position(is_space).unwrap_or(content.len());
        let (target, data) = content.split_at(end);
        if !is_ncname(target) || target.eq_ignore_ascii_case("xml") {
            return Err((XmlFault::Name, start));
        }
        Ok(Token::Instruction { target, data: data.trim_start_matches([' ', '\t', '\n', '\r']) })
    }

    fn start(&mut self, empty: bool) -> Result<Token<'a>, XmlFault> {
        if self.open.is_empty() && std::mem::replace(&mut self.root_seen, true) {
            return Err(XmlFault::SecondRoot);
        }
        if self.open.len() >= self.limits.max_depth {
            return Err(XmlFault::TooDeep);
        }
        let content = self.inner(1, if empty { 2 } else { 1 }).ok_or(XmlFault::NotUtf8)?;
        let end = content.bytes().position(is_space).unwrap_or(content.len());
        let (name, rest) = content.split_at(end);
        let name = QName::parse(name)?;
        self.scope.open();
        self.open.push(name);
        self.attributes.clear();
        if !rest.is_empty() {
            self.read_attributes(rest)?;
        }
        if name.prefix == "xmlns" || self.scope.resolve(name.prefix).is_none() {
            return Err(XmlFault::UnboundPrefix);
        }
        Ok(Token::Start { name, empty })
    }

    fn read_attributes(&mut self, mut rest: &'a str) -> Result<(), XmlFault> {
        let mut count = 0;
        while let Some(raw) = next_attribute(&mut rest)? {
            count += 1;
            if count > self.limits.max_attributes {
                return Err(XmlFault::TooManyAttributes);
            }
            let name = QName::parse(raw.name)?;
            let value = raw.canonical_value()?;
            let declared = match (name.prefix, name.local) {
                ("", "xmlns") => "",
                ("xmlns", prefix) => prefix,
                _ => {
                    self.attributes.push(Attribute { name, namespace: Default::default(), value });
                    continue;
                }
            };
            self.scope.declare(declared, value, self.limits.max_namespaces)?;
        }
        for attribute in self.attributes.iter_mut().filter(|a| !a.name.prefix.is_empty()) {
            attribute.namespace = self.scope.resolve(attribute.name.prefix).ok_or(XmlFault::UnboundPrefix)?;
        }
        // Canonical order; equal expanded names become neighbours.
        self.attributes.sort_by(|a, b| (&a.namespace, a.name.local).cmp(&(&b.namespace, b.name.local)));
        let twice = |w: &[Attribute<'_>]| matches!(w, [a, b] if a.name.local == b.name.local && a.namespace == b.namespace);
        if self.attributes.windows(2).any(twice) { Err(XmlFault::DuplicateAttribute) } else { Ok(()) }
    }
}

fn check(content: &str, offset: usize) -> Result<(), (XmlFault, usize)> {
    match forbidden(content.as_bytes()) {
        Some(at) => Err((XmlFault::Character, offset + at)),
        None => Ok(()),
    }
}

fn translate(error: &Error) -> XmlFault {
    match error {
        Error::Encoding(_) => XmlFault::NotUtf8,
        Error::IllFormed(IllFormedError::MismatchedEndTag { .. } | IllFormedError::UnmatchedEndTag(_)) => {
            XmlFault::Mismatch
        }
        Error::IllFormed(IllFormedError::UnclosedReference) => XmlFault::Entity,
        Error::IllFormed(IllFormedError::MissingDoctypeName) => XmlFault::Doctype,
        Error::Syntax(quick_xml::errors::SyntaxError::UnclosedDoctype) => XmlFault::Doctype,
        Error::Syntax(_) => XmlFault::Syntax,
        _ => XmlFault::Syntax,
    }
}
