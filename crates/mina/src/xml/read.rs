//! A bounded, read-only tree over foreign XML, and the few questions the parsers ask of it.

use super::scan::scan;
use crate::Limits;
use crate::mask::mask_numbers;

/// One element of a read document.
pub(crate) type Node<'a, 'i> = roxmltree::Node<'a, 'i>;

/// Why a document could not be read as XML.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// Not UTF-8, or declared to be something else.
    #[error("the document is not UTF-8; send it as UTF-8")]
    NotUtf8,
    /// A document type declaration, or other declarations of a DTD (rule E19).
    #[error(
        "E19: document type declarations are not read (line {line}, column {column}); remove the DOCTYPE"
    )]
    Doctype {
        /// Line, from 1.
        line: u32,
        /// Column, from 1.
        column: u32,
    },
    /// Longer than the limit (rule E19).
    #[error("E19: the document has {bytes} bytes, at most {limit} are read")]
    TooLarge {
        /// Length found.
        bytes: usize,
        /// Length allowed.
        limit: usize,
    },
    /// More of something than the limit (rule E19).
    #[error("E19: more than {limit} {what} (line {line}, column {column})")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// How many are allowed.
        limit: usize,
        /// Line, from 1.
        line: u32,
        /// Column, from 1.
        column: u32,
    },
    /// Not well-formed.
    #[error("not well-formed XML at line {line}, column {column}: {message}")]
    Malformed {
        /// Line, from 1.
        line: u32,
        /// Column, from 1.
        column: u32,
        /// What the parser says.
        message: String,
    },
}

impl XmlError {
    /// Line and column, from 1; zeros when the error has no place.
    pub fn place(&self) -> (u32, u32) {
        match self {
            Self::NotUtf8 | Self::TooLarge { .. } => (0, 0),
            Self::Doctype { line, column }
            | Self::Limit { line, column, .. }
            | Self::Malformed { line, column, .. } => (*line, *column),
        }
    }

    /// The rule that was broken: `E19` for limits and DTDs, `D19` for what is no XML.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::NotUtf8 | Self::Malformed { .. } => "D19",
            Self::Doctype { .. } | Self::TooLarge { .. } | Self::Limit { .. } => "E19",
        }
    }
}

/// A parsed document.
pub(crate) struct Doc<'i>(roxmltree::Document<'i>);

impl<'i> Doc<'i> {
    pub(crate) fn parse(xml: &'i [u8], limits: &Limits) -> Result<Self, XmlError> {
        let xml = xml.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(xml);
        let text = std::str::from_utf8(xml).map_err(|_| XmlError::NotUtf8)?;
        scan(text, limits)?;
        // Text, comments and namespaces are nodes too: a few for each element, all bounded by the scan.
        let nodes = u32::try_from(limits.max_elements.saturating_mul(8)).unwrap_or(u32::MAX);
        let options =
            roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: nodes, ..Default::default() };
        roxmltree::Document::parse_with_options(text, options).map(Self).map_err(|error| {
            let place = error.pos();
            XmlError::Malformed {
                line: place.row,
                column: place.col,
                message: mask_numbers(&error.to_string()),
            }
        })
    }

    pub(crate) fn root(&self) -> Node<'_, 'i> {
        self.0.root_element()
    }
}

/// Questions to an element.
pub(crate) trait NodeExt<'a, 'i: 'a>: Copy {
    /// Whether the element has that name.
    fn is(self, ns: &str, local: &str) -> bool;
    /// Its namespace, empty if none.
    fn ns(self) -> &'a str;
    /// Its child elements.
    fn elements(self) -> impl Iterator<Item = Node<'a, 'i>>;
    /// The one child of that name; `None` when there is none or more than one.
    fn only(self, ns: &str, local: &str) -> Option<Node<'a, 'i>>;
    /// All children of that name.
    fn all(self, ns: &str, local: &str) -> Vec<Node<'a, 'i>>;
    /// All character data directly inside, comments skipped as canonical XML skips them.
    fn content(self) -> String;
    /// The text of the one child of that name.
    fn text_of(self, ns: &str, local: &str) -> Option<String>;
    /// Path by local names; an index where a name occurs more than once.
    fn path(self) -> String;
    /// Line and column of the start tag, from 1.
    fn place(self) -> (u32, u32);
}

impl<'a, 'i: 'a> NodeExt<'a, 'i> for Node<'a, 'i> {
    fn is(self, ns: &str, local: &str) -> bool {
        self.is_element() && self.tag_name().name() == local && self.ns() == ns
    }

    fn ns(self) -> &'a str {
        self.tag_name().namespace().unwrap_or_default()
    }

    fn elements(self) -> impl Iterator<Item = Node<'a, 'i>> {
        self.children().filter(roxmltree::Node::is_element)
    }

    fn only(self, ns: &str, local: &str) -> Option<Node<'a, 'i>> {
        let mut found = self.elements().filter(|child| child.is(ns, local));
        let first = found.next();
        if found.next().is_some() { None } else { first }
    }

    fn all(self, ns: &str, local: &str) -> Vec<Node<'a, 'i>> {
        self.elements().filter(|child| child.is(ns, local)).collect()
    }

    fn content(self) -> String {
        self.children().filter(roxmltree::Node::is_text).filter_map(|part| part.text()).collect()
    }

    fn text_of(self, ns: &str, local: &str) -> Option<String> {
        self.only(ns, local).map(NodeExt::content)
    }

    fn path(self) -> String {
        let mut steps: Vec<String> = self.ancestors().filter(|node| node.is_element()).map(step).collect();
        steps.push(String::new());
        steps.reverse();
        steps.join("/")
    }

    fn place(self) -> (u32, u32) {
        let place = self.document().text_pos_at(self.range().start);
        (place.row, place.col)
    }
}

/// Siblings looked at for the index of an element; beyond that the index is left out, so that reporting many findings in
/// a flood of elements stays cheap.
const SIBLINGS: usize = 1000;

fn step(node: Node<'_, '_>) -> String {
    let name = node.tag_name();
    let same = |other: &Node<'_, '_>| other.is_element() && other.tag_name() == name;
    let mut before = node.prev_siblings().skip(1);
    let index = before.by_ref().take(SIBLINGS).filter(same).count() + 1;
    let after = node.next_siblings().skip(1).take(SIBLINGS).any(|other| same(&other));
    if before.next().is_some() || (index == 1 && !after) {
        return name.name().to_owned();
    }
    format!("{}[{index}]", name.name())
}

/// Whether XML 1.0 allows the character (rule D20).
pub(crate) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
