//! SOAP 1.1 envelopes: thin wrappers around one body element.

use crate::mask::mask_numbers;
use crate::ns::SOAP;
use crate::xml::{Doc, Node, NodeExt as _};
use crate::{Fault, Limits, XmlError};

/// SOAP 1.2, accepted when reading because some stacks answer with it.
pub(crate) const SOAP_12: &str = "http://www.w3.org/2003/05/soap-envelope";

pub(crate) const OPEN: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
    "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
);
pub(crate) const CLOSE: &str = "</soap:Body></soap:Envelope>";

/// Wraps a body element; nothing is added inside it.
pub(crate) fn envelope(body: &[u8]) -> Vec<u8> {
    [OPEN.as_bytes(), body, CLOSE.as_bytes()].concat()
}

/// Why a request or an answer could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// Not XML, or beyond the limits.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// A SOAP fault instead of an answer (rule F6).
    #[error("fault: {0}")]
    Fault(Box<Fault>),
    /// Another element than the one this call answers with (rules C11, F17).
    #[error("F17: expected {expected}, found {found}")]
    WrongElement {
        /// Local name that was expected.
        expected: &'static str,
        /// Local name that was found, or what stood there instead.
        found: String,
    },
    /// The right element, but not as the contract has it.
    #[error("{rule} {path}: {message}")]
    Malformed {
        /// The rule broken.
        rule: &'static str,
        /// Where.
        path: String,
        /// What.
        message: String,
    },
}

/// The one element in the SOAP body; a document without envelope is its own body.
pub(crate) fn body<'a, 'i>(doc: &'a Doc<'i>) -> Result<Node<'a, 'i>, AnswerError> {
    let root = doc.root();
    if root.tag_name().name() != "Envelope" || ![SOAP, SOAP_12].contains(&root.ns()) {
        return Ok(root);
    }
    let found =
        |found: &str| AnswerError::WrongElement { expected: "one body element", found: found.to_owned() };
    let body = root.only(root.ns(), "Body").ok_or_else(|| found("no SOAP body, or more than one"))?;
    let mut elements = body.elements();
    let first = elements.next().ok_or_else(|| found("an empty SOAP body"))?;
    if elements.next().is_some() {
        return Err(found("several body elements"));
    }
    Ok(first)
}

/// The body element of that name; a fault becomes an error.
pub(crate) fn expect<'a, 'i>(
    doc: &'a Doc<'i>,
    ns: &str,
    local: &'static str,
) -> Result<Node<'a, 'i>, AnswerError> {
    let element = body(doc)?;
    if let Some(fault) = Fault::from_node(element) {
        return Err(AnswerError::Fault(Box::new(fault)));
    }
    if element.is(ns, local) {
        return Ok(element);
    }
    Err(AnswerError::WrongElement { expected: local, found: mask_numbers(element.tag_name().name()) })
}

/// Parses, and hands the expected body element on.
pub(crate) fn read<T>(
    xml: &[u8],
    limits: &Limits,
    (ns, local): (&str, &'static str),
    take: impl FnOnce(Node<'_, '_>) -> Result<T, AnswerError>,
) -> Result<T, AnswerError> {
    let doc = Doc::parse(xml, limits)?;
    take(expect(&doc, ns, local)?)
}

/// An error about a node.
pub(crate) fn malformed(rule: &'static str, node: Node<'_, '_>, message: impl Into<String>) -> AnswerError {
    AnswerError::Malformed { rule, path: mask_numbers(&node.path()), message: message.into() }
}

/// The text of the one child of that name.
pub(crate) fn text(node: Node<'_, '_>, ns: &str, local: &str) -> Result<String, AnswerError> {
    node.text_of(ns, local).ok_or_else(|| malformed("C11", node, format!("exactly one {local} is needed")))
}

/// The boolean in the one child of that name, in words or figures (rule F5).
pub(crate) fn boolean(node: Node<'_, '_>, ns: &str, local: &str) -> Result<bool, AnswerError> {
    crate::schema::simple::boolean(&text(node, ns, local)?)
        .ok_or_else(|| malformed("F5", node, format!("{local} is neither true nor false")))
}

/// Text of the one child, white space around it removed; `None` when absent or blank.
pub(crate) fn optional(node: Node<'_, '_>, ns: &str, local: &str) -> Option<String> {
    node.text_of(ns, local).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
