//! Making signatures.

use aws_lc_rs::digest::SHA256;

use crate::fault::XmlError;
use crate::key::SigningKey;
use crate::limits::Limits;
use crate::output::{Discard, Hashing, Sink};
use crate::render::Style;
use crate::signed_info::{SIGNED_INFO_HEAD, SIGNED_INFO_TAIL, signed_octets};
use crate::walk::{Plan, WalkError, walk};

/// Why a document is not signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// Not acceptable XML (E19, D20).
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The root has a signature already (E1).
    #[error("the document carries a signature already")]
    AlreadySigned,
    /// Not in default-namespace form (E3).
    #[error("a prefix is declared: write every namespace as default namespace")]
    Prefixes,
    /// Something stands outside the root, where it would be signed but lost in transport (E3).
    #[error("a processing instruction stands outside the root element: remove it")]
    OutsideRoot,
    /// The key failed.
    #[error("the key could not make a signature")]
    Key,
}

impl SignError {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static str {
        match self {
            SignError::Xml(error) => error.rule(),
            SignError::AlreadySigned => "E1",
            SignError::Prefixes | SignError::OutsideRoot => "E3",
            SignError::Key => "E4",
        }
    }
}

const SIGNATURE_START: &str = r#"<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>"#;

/// Signs a document and puts the signature in as the root's last child.
///
/// The document stands alone and is in default-namespace form (E3). The result is its canonical form with the
/// signature in it: the octets to keep as evidence and to send (E20). Comments and an XML declaration do not
/// survive, white space does.
///
/// # Errors
/// See [`SignError`]. Documents larger than 64 MiB are refused.
pub fn sign_enveloped(document: &[u8], key: &SigningKey) -> Result<Vec<u8>, SignError> {
    let out = Vec::with_capacity(document.len() + room(key));
    let (digest, out, seen) = digest(document, out)?;
    insert(out, &digest, seen.end_tag, key)
}

/// The same for a document that may be taken over: one in canonical form already is not copied.
///
/// # Errors
/// See [`SignError`].
pub fn sign_enveloped_owned(mut document: Vec<u8>, key: &SigningKey) -> Result<Vec<u8>, SignError> {
    let (digest, Discard, seen) = digest(&document, Discard)?;
    if !seen.canonical {
        return sign_enveloped(&document, key);
    }
    document.reserve(room(key));
    insert(document, &digest, seen.end_tag, key)
}

struct Seen {
    end_tag: usize,
    canonical: bool,
}

/// Upper bound of what a signature adds.
fn room(key: &SigningKey) -> usize {
    key.key_info().len() + 2048
}

/// Digest of the document in base64, with its octets in canonical form in `sink`.
fn digest<S: Sink>(document: &[u8], sink: S) -> Result<(String, S, Seen), SignError> {
    let limits = Limits { max_bytes: 64 << 20, ..Limits::default() };
    let mut sinks = (Hashing::new(&SHA256), sink);
    let plan = Plan { style: Style::Inclusive, cut_signature: true, root_only: false };
    let walked = match walk(document, plan, &limits, &mut sinks) {
        Ok(walked) => walked,
        Err(WalkError::Xml(error)) => return Err(error.into()),
        Err(WalkError::SecondSignature | WalkError::SignatureNotLast) => {
            return Err(SignError::AlreadySigned);
        }
    };
    if walked.signature.is_some() {
        return Err(SignError::AlreadySigned);
    }
    if walked.prefixes {
        return Err(SignError::Prefixes);
    }
    if walked.outside {
        return Err(SignError::OutsideRoot);
    }
    let canonical = walked.only_gap.is_some_and(|gap| gap.is_empty());
    let (hashing, sink) = sinks;
    let digest = base64_simd::STANDARD.encode_to_string(hashing.finish().as_ref());
    Ok((digest, sink, Seen { end_tag: walked.end_tag, canonical }))
}

/// Puts the signature before the end tag, which is as long as given.
fn insert(mut out: Vec<u8>, digest: &str, end_tag: usize, key: &SigningKey) -> Result<Vec<u8>, SignError> {
    let value = key.sign(&signed_octets(digest)).ok_or(SignError::Key)?;
    let end_tag = out.split_off(out.len().saturating_sub(end_tag));
    for part in [SIGNATURE_START, SIGNED_INFO_HEAD, digest, SIGNED_INFO_TAIL, "<SignatureValue>"] {
        out.extend_from_slice(part.as_bytes());
    }
    base64_simd::STANDARD.encode_append(&value, &mut out);
    out.extend_from_slice(b"</SignatureValue>");
    out.extend_from_slice(key.key_info());
    out.extend_from_slice(b"</Signature>");
    out.extend_from_slice(&end_tag);
    Ok(out)
}
