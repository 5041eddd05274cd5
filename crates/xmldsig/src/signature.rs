//! The content of a Signature element, read strictly.

use std::borrow::Cow;
use std::ops::Range;

use crate::limits::Limits;
use crate::scan::{Scanner, Token};
use crate::signed_info::{ENVELOPED, EXCLUSIVE, HASHES, Hash, INCLUSIVE};
use crate::tag::Attribute;
use crate::verify_error::VerifyError;
use crate::walk::CutSignature;
use crate::{DSIG_NAMESPACE, Form};

/// More elements than any signature of the allowed shape has.
const MAX_NODES: usize = 128;

/// More certificates than anybody sends along.
const MAX_CERTIFICATES: usize = 8;

/// One element. Children follow their parent in the list.
struct Node<'a> {
    parent: usize,
    /// Empty if the element is not of the signature namespace.
    local: &'a str,
    attributes: Vec<Attribute<'a>>,
    text: Cow<'a, str>,
    range: Range<usize>,
}

/// A signature as far as it is needed to verify it.
pub(crate) struct Signature<'a> {
    pub(crate) signed_info: Range<usize>,
    pub(crate) form: Form,
    pub(crate) method: &'static Hash,
    pub(crate) reference: Reference<'a>,
    pub(crate) value: Vec<u8>,
    /// In DER form, at least one.
    pub(crate) certificates: Vec<Vec<u8>>,
}

/// The one reference.
pub(crate) struct Reference<'a> {
    /// Empty, or `#` and an Id, in canonical form.
    pub(crate) uri: Cow<'a, [u8]>,
    pub(crate) form: Form,
    pub(crate) hash: &'static Hash,
    pub(crate) digest: Vec<u8>,
}

struct Tree<'a>(Vec<Node<'a>>);

/// Reads the signature.
pub(crate) fn read<'a>(cut: &CutSignature<'a>, limits: &Limits) -> Result<Signature<'a>, VerifyError> {
    let tree = Tree::read(cut, limits)?;
    let (signed_info, value, key_info) = match tree.children(0, &["Id"])?.as_slice() {
        [a, b, c] => (*a, *b, *c),
        [_, _] => return Err(VerifyError::NoCertificate),
        _ => return Err(VerifyError::Shape),
    };
    tree.expect(signed_info, "SignedInfo")?;
    tree.expect(value, "SignatureValue")?;
    tree.expect(key_info, "KeyInfo")?;
    let parts = tree.children(signed_info, &["Id"])?;
    let (canonicalization, method, references) = match parts.as_slice() {
        [a, b, rest @ ..] => (*a, *b, rest),
        _ => return Err(VerifyError::Shape),
    };
    tree.expect(canonicalization, "CanonicalizationMethod")?;
    tree.expect(method, "SignatureMethod")?;
    let form = form(tree.algorithm(canonicalization, VerifyError::CanonicalizationMethod)?)
        .ok_or(VerifyError::CanonicalizationMethod)?;
    let name = tree.algorithm(method, VerifyError::SignatureMethod)?;
    let method = HASHES.iter().find(|h| h.signature_method.as_bytes() == name);
    let method = method.ok_or(VerifyError::SignatureMethod)?;
    let [reference] = references else { return Err(VerifyError::References) };
    Ok(Signature {
        signed_info: tree.node(signed_info)?.range.clone(),
        form,
        method,
        reference: tree.reference(*reference)?,
        value: tree.base64(value, &["Id"]).ok_or(VerifyError::Value)?,
        certificates: tree.certificates(key_info)?,
    })
}

fn form(name: &[u8]) -> Option<Form> {
    [(EXCLUSIVE, Form::Exclusive), (INCLUSIVE, Form::Inclusive)]
        .into_iter()
        .find(|(uri, _)| uri.as_bytes() == name)
        .map(|(_, form)| form)
}

impl<'a> Tree<'a> {
    fn read(cut: &CutSignature<'a>, limits: &Limits) -> Result<Self, VerifyError> {
        // Errors cannot occur here any more: the octets were read once as part of the document.
        let mut scanner = Scanner::new(cut.octets, limits, cut.scope.clone())?;
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(24);
        let mut open: Vec<usize> = Vec::with_capacity(8);
        while let Some(token) = scanner.next()? {
            let range = scanner.range();
            match token {
                Token::Start { name, .. } => {
                    if nodes.len() >= MAX_NODES {
                        return Err(VerifyError::Shape);
                    }
                    let namespace = scanner.scope.resolve(name.prefix);
                    let ours = namespace.is_some_and(|ns| *ns == *DSIG_NAMESPACE.as_bytes());
                    let parent = open.last().copied().unwrap_or(usize::MAX);
                    open.push(nodes.len());
                    nodes.push(Node {
                        parent,
                        local: if ours { name.local } else { "" },
                        attributes: std::mem::take(&mut scanner.attributes),
                        text: Cow::Borrowed(""),
                        range,
                    });
                }
                Token::End { .. } => {
                    if let Some(node) = open.pop().and_then(|i| nodes.get_mut(i)) {
                        node.range.end = range.end;
                    }
                }
                Token::Instruction { .. } => return Err(VerifyError::Shape),
                Token::Text { .. } => {
                    let raw = cut.octets.get(range).unwrap_or_default();
                    let raw = std::str::from_utf8(raw).map_err(|_| VerifyError::Shape)?;
                    append(&mut nodes, &open, raw);
                }
                Token::Cdata(content) => append(&mut nodes, &open, content),
                Token::Character(c) => {
                    if let Some(node) = open.last().and_then(|i| nodes.get_mut(*i)) {
                        node.text.to_mut().push(c);
                    }
                }
            }
        }
        Ok(Tree(nodes))
    }

    fn node(&self, at: usize) -> Result<&Node<'a>, VerifyError> {
        self.0.get(at).ok_or(VerifyError::Shape)
    }

    fn expect(&self, at: usize, local: &str) -> Result<(), VerifyError> {
        if self.node(at)?.local == local { Ok(()) } else { Err(VerifyError::Shape) }
    }

    fn child_indexes(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().filter(move |(_, n)| n.parent == at).map(|(i, _)| i)
    }

    /// Children of an element that has no text and no attributes but those named.
    fn children(&self, at: usize, attributes: &[&str]) -> Result<Vec<usize>, VerifyError> {
        let node = self.node(at)?;
        let blank = node.text.trim_matches([' ', '\t', '\n', '\r']).is_empty();
        if !blank || !node.has_only(attributes) {
            return Err(VerifyError::Shape);
        }
        Ok(self.child_indexes(at).collect())
    }

    /// The Algorithm of an element that has nothing else. Parameters are refused: none of the allowed
    /// algorithms needs any, and some (XPath, XSLT, HMAC length, prefix lists) are ways to sign less.
    fn algorithm(&self, at: usize, error: VerifyError) -> Result<&[u8], VerifyError> {
        if !self.children(at, &["Algorithm"]).map_err(|_| error)?.is_empty() {
            return Err(error);
        }
        self.node(at)?.attribute("Algorithm").map(|value| &**value).ok_or(error)
    }

    fn reference(&self, at: usize) -> Result<Reference<'a>, VerifyError> {
        self.expect(at, "Reference")?;
        let parts = self.children(at, &["Id", "URI"])?;
        let uri = self.node(at)?.attribute("URI").cloned().ok_or(VerifyError::ReferenceUri)?;
        let [transforms, method, value] = parts.as_slice() else {
            let first = parts.first().and_then(|i| self.0.get(*i));
            let missing = first.is_some_and(|n| n.local == "DigestMethod");
            return Err(if missing { VerifyError::Transforms } else { VerifyError::Shape });
        };
        self.expect(*transforms, "Transforms")?;
        self.expect(*method, "DigestMethod")?;
        self.expect(*value, "DigestValue")?;
        let mut names = Vec::with_capacity(2);
        for transform in self.children(*transforms, &[])? {
            self.expect(transform, "Transform")?;
            names.push(self.algorithm(transform, VerifyError::Transforms)?);
        }
        let form = match names.as_slice() {
            [enveloped] if *enveloped == ENVELOPED.as_bytes() => Form::Inclusive,
            [enveloped, form] if *enveloped == ENVELOPED.as_bytes() && *form == EXCLUSIVE.as_bytes() => {
                Form::Exclusive
            }
            _ => return Err(VerifyError::Transforms),
        };
        let name = self.algorithm(*method, VerifyError::DigestMethod)?;
        let hash = HASHES.iter().find(|h| h.digest_method.as_bytes() == name);
        let hash = hash.ok_or(VerifyError::DigestMethod)?;
        let digest = self.base64(*value, &[]).ok_or(VerifyError::Digest)?;
        Ok(Reference { uri, form, hash, digest })
    }

    /// The certificates in KeyInfo; names, bare keys and all else there is ignored.
    fn certificates(&self, key_info: usize) -> Result<Vec<Vec<u8>>, VerifyError> {
        let mut found = Vec::new();
        for data in self.children(key_info, &["Id"])? {
            if self.node(data)?.local != "X509Data" {
                continue;
            }
            for at in self.child_indexes(data) {
                if self.node(at)?.local == "X509Certificate" {
                    if found.len() == MAX_CERTIFICATES {
                        return Err(VerifyError::Shape);
                    }
                    found.push(self.base64(at, &[]).ok_or(VerifyError::Certificate)?);
                }
            }
        }
        if found.is_empty() { Err(VerifyError::NoCertificate) } else { Ok(found) }
    }

    /// Decoded text of an element without children; white space in it does not count.
    fn base64(&self, at: usize, attributes: &[&str]) -> Option<Vec<u8>> {
        let node = self.0.get(at)?;
        if !node.has_only(attributes) || self.child_indexes(at).next().is_some() {
            return None;
        }
        let space = |b: &u8| crate::chars::is_space(*b);
        let text = node.text.as_bytes();
        if !text.iter().any(space) {
            return base64_simd::STANDARD.decode_to_vec(text).ok();
        }
        let dense: Vec<u8> = text.iter().copied().filter(|b| !space(b)).collect();
        base64_simd::STANDARD.decode_to_vec(dense).ok()
    }
}

impl<'a> Node<'a> {
    fn has_only(&self, names: &[&str]) -> bool {
        self.attributes.iter().all(|a| a.name.prefix.is_empty() && names.contains(&a.name.local))
    }

    fn attribute(&self, local: &str) -> Option<&Cow<'a, [u8]>> {
        let found = self.attributes.iter().find(|a| a.name.prefix.is_empty() && a.name.local == local);
        found.map(|a| &a.value)
    }
}

fn append<'a>(nodes: &mut [Node<'a>], open: &[usize], text: &'a str) {
    if let Some(node) = open.last().and_then(|i| nodes.get_mut(*i)) {
        if node.text.is_empty() {
            node.text = Cow::Borrowed(text);
        } else {
            node.text.to_mut().push_str(text);
        }
    }
}
