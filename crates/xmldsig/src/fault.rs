//! What can be wrong with an XML document before any signature is looked at.

/// What is wrong, in constant words: no content of the document is ever repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XmlFault {
    /// More octets than [`crate::Limits::max_bytes`].
    #[error("the document is larger than the limit")]
    TooLarge,
    /// More levels than [`crate::Limits::max_depth`].
    #[error("elements are nested deeper than the limit")]
    TooDeep,
    /// More attributes than [`crate::Limits::max_attributes`].
    #[error("an element has more attributes than the limit")]
    TooManyAttributes,
    /// More namespaces than [`crate::Limits::max_namespaces`].
    #[error("more namespace declarations are in scope than the limit")]
    TooManyNamespaces,
    /// A document type declaration.
    #[error("a document type declaration is not allowed: remove it")]
    Doctype,
    /// A general entity other than the five predefined ones.
    #[error("only the five predefined entities and character references are allowed")]
    Entity,
    /// Not UTF-8, or another encoding is declared.
    #[error("the document must be UTF-8")]
    NotUtf8,
    /// An XML declaration that is misplaced, malformed or not version 1.0.
    #[error("the XML declaration must come first and say version 1.0")]
    Declaration,
    /// A character that XML 1.0 does not allow.
    #[error("a character is not allowed in XML 1.0")]
    Character,
    /// A name that is not a qualified XML name.
    #[error("a name is not a valid qualified name")]
    Name,
    /// Malformed attribute.
    #[error("an attribute is malformed")]
    Attribute,
    /// Two attributes with the same expanded name, or two declarations of one prefix.
    #[error("an attribute occurs twice on one element")]
    DuplicateAttribute,
    /// A prefix without declaration.
    #[error("a prefix has no namespace declaration")]
    UnboundPrefix,
    /// A declaration that misuses `xml` or `xmlns`, or unbinds a prefix.
    #[error("a namespace declaration is not allowed")]
    ReservedNamespace,
    /// A namespace that is not an absolute URI: canonical form is not defined for it.
    #[error("a namespace must be an absolute URI")]
    RelativeNamespace,
    /// Start and end tags do not pair.
    #[error("start and end tags do not match")]
    Mismatch,
    /// `]]>` in text.
    #[error("text must not hold ]]>")]
    CdataEnd,
    /// Text, CDATA or a reference outside the root element.
    #[error("there is text outside the root element")]
    OutsideRoot,
    /// A second root element.
    #[error("there is more than one root element")]
    SecondRoot,
    /// No root element, or the document ends inside it.
    #[error("the document ends too early")]
    Truncated,
    /// Anything else that breaks the XML grammar.
    #[error("the document is not well-formed")]
    Syntax,
}

/// A fault with its place. Rule E19.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{fault} (line {line}, column {column})")]
pub struct XmlError {
    /// What is wrong.
    pub fault: XmlFault,
    /// Line, from 1.
    pub line: u64,
    /// Column in octets, from 1.
    pub column: u64,
}

impl XmlError {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static str {
        "E19"
    }

    /// A fault at an octet offset of `document`.
    pub(crate) fn at(fault: XmlFault, document: &[u8], offset: usize) -> Self {
        let before = document.get(..offset).unwrap_or(document);
        let line = before.iter().filter(|b| **b == b'\n').count() as u64 + 1;
        let column = before.iter().rev().take_while(|b| **b != b'\n').count() as u64 + 1;
        XmlError { fault, line, column }
    }
}
