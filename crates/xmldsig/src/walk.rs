//! One pass over a document: canonical form on the one side, what a verifier must know on the other.

use std::borrow::Cow;
use std::ops::Range;

use crate::fault::XmlError;
use crate::limits::Limits;
use crate::output::Sink;
use crate::render::{Renderer, Style};
use crate::scan::{Scanner, Token};
use crate::scope::{Scope, XML_NAMESPACE};
use crate::tag::{Attribute, QName};

/// What to leave out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) style: Style,
    /// Leave out the signature that is a child of the root (the enveloped-signature transform).
    pub(crate) cut_signature: bool,
    /// Leave out processing instructions outside the root (a reference to the root's Id).
    pub(crate) root_only: bool,
}

/// The signature cut out, with what its place in the document gives to it.
pub(crate) struct CutSignature<'a> {
    pub(crate) octets: &'a [u8],
    /// Namespaces declared on the root.
    pub(crate) scope: Scope<'a>,
    /// `xml:` attributes of the root.
    pub(crate) inherited: Vec<Attribute<'a>>,
}

/// What was seen on the way.
#[derive(Default)]
pub(crate) struct Walked<'a> {
    pub(crate) signature: Option<CutSignature<'a>>,
    /// The root's attribute Id, in canonical form.
    pub(crate) root_id: Option<Cow<'a, [u8]>>,
    /// There are processing instructions outside the root.
    pub(crate) outside: bool,
    /// A prefix other than `xml` is declared somewhere.
    pub(crate) prefixes: bool,
    /// Length of the root's end tag in canonical form.
    pub(crate) end_tag: usize,
    /// If the canonical form is the document but for one piece (the signature, if it has one): that piece.
    pub(crate) only_gap: Option<Range<usize>>,
}

/// Why a walk stops.
pub(crate) enum WalkError {
    Xml(XmlError),
    /// The root has two signatures as children.
    SecondSignature,
    /// An element follows the signature.
    SignatureNotLast,
}

impl From<XmlError> for WalkError {
    fn from(error: XmlError) -> Self {
        WalkError::Xml(error)
    }
}

pub(crate) fn is_signature(scope: &Scope<'_>, name: QName<'_>) -> bool {
    name.local == "Signature"
        && scope.resolve(name.prefix).is_some_and(|ns| *ns == *crate::DSIG_NAMESPACE.as_bytes())
}

/// `xml:` attributes among those of an element.
pub(crate) fn xml_attributes<'a>(attributes: &[Attribute<'a>]) -> Vec<Attribute<'a>> {
    attributes.iter().filter(|a| *a.namespace == *XML_NAMESPACE).cloned().collect()
}

/// Writes the canonical form of `document` to `sink`.
pub(crate) fn walk<'a, S: Sink>(
    document: &'a [u8],
    plan: Plan,
    limits: &Limits,
    sink: &mut S,
) -> Result<Walked<'a>, WalkError> {
    let mut scanner = Scanner::new(document, limits, Scope::default())?;
    let mut renderer = Renderer::new(document, plan.style, sink);
    let mut walked = Walked::default();
    let mut inherited = Vec::new();
    let mut before_root = true;
    while let Some(token) = scanner.next()? {
        match &token {
            Token::Start { name, .. } => {
                walked.prefixes |= scanner.scope.declared().iter().any(|b| !b.prefix.is_empty());
                if scanner.depth() == 1 {
                    before_root = false;
                    walked.root_id = root_id(&scanner.attributes);
                    inherited = xml_attributes(&scanner.attributes);
                } else if scanner.depth() == 2 && plan.cut_signature {
                    let cut = walked.signature.is_some();
                    match (cut, is_signature(&scanner.scope, *name)) {
                        (false, true) => {
                            let inherited = std::mem::take(&mut inherited);
                            walked.signature = Some(cut_out(&mut scanner, document, inherited)?);
                            continue;
                        }
                        (true, true) => return Err(WalkError::SecondSignature),
                        (true, false) => return Err(WalkError::SignatureNotLast),
                        (false, false) => {}
                    }
                }
            }
            Token::End { name, .. } if scanner.depth() == 1 => {
                let prefix = if name.prefix.is_empty() { 0 } else { name.prefix.len() + 1 };
                walked.end_tag = prefix + name.local.len() + 3;
            }
            Token::Instruction { target, data } if scanner.depth() == 0 => {
                walked.outside = true;
                if !plan.root_only {
                    renderer.outside_instruction(target, data, before_root);
                }
                continue;
            }
            _ => {}
        }
        renderer.token(&scanner, &token);
    }
    walked.only_gap = renderer.finish();
    Ok(walked)
}

fn root_id<'a>(attributes: &[Attribute<'a>]) -> Option<Cow<'a, [u8]>> {
    let id = attributes.iter().find(|a| a.name.prefix.is_empty() && a.name.local == "Id");
    id.map(|a| a.value.clone())
}

/// Reads on to the end of the element just begun.
fn cut_out<'a>(
    scanner: &mut Scanner<'a>,
    document: &'a [u8],
    inherited: Vec<Attribute<'a>>,
) -> Result<CutSignature<'a>, XmlError> {
    let start = scanner.range().start;
    let depth = scanner.depth();
    let mut scope = scanner.scope.clone();
    scope.close();
    while let Some(token) = scanner.next()? {
        if matches!(token, Token::End { .. }) && scanner.depth() == depth {
            break;
        }
    }
    let octets = document.get(start..scanner.range().end).unwrap_or_default();
    Ok(CutSignature { octets, scope, inherited })
}
