//! Checking signatures.

use std::ops::Range;

use aws_lc_rs::signature::UnparsedPublicKey;

use crate::certificate::Certificate;
use crate::limits::Limits;
use crate::output::{Discard, Hashing, Sink};
use crate::render::{Renderer, Style};
use crate::scan::{Scanner, Token};
use crate::signature::{self, Signature};
use crate::signed_info::{Hash, SHA256_HASH};
use crate::trust::TrustAnchors;
use crate::verify_error::VerifyError;
use crate::walk::{CutSignature, Plan, WalkError, Walked, walk, xml_attributes};

/// What a verifier may accept.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// Accept SHA-1 from old counterparts (E13).
    pub allow_sha1: bool,
    /// Whom to trust; `None` leaves that to the caller, who then must look at [`Verified::certificate`] (E16).
    pub trust: Option<TrustAnchors>,
    /// When the signature was made, in seconds since 1970; `None` leaves validity out.
    pub at: Option<i64>,
    /// What the document may cost.
    pub limits: Limits,
}

/// A signature that holds, with what it was made over.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Whose key made the signature.
    pub certificate: Certificate,
    /// The signature algorithm's URI.
    pub algorithm: String,
    /// Digest of `signed_octets`: 32 octets, or 20 for SHA-1.
    pub digest: Vec<u8>,
    /// Exactly what was digested, a well-formed document without the signature. Read nothing else (E11).
    pub signed_octets: Vec<u8>,
}

/// [`Verified`] without the octets, for those who only check.
#[derive(Debug, Clone)]
pub struct VerifiedDigest {
    /// Whose key made the signature.
    pub certificate: Certificate,
    /// The signature algorithm's URI.
    pub algorithm: String,
    /// Digest of what was signed: 32 octets, or 20 for SHA-1.
    pub digest: Vec<u8>,
}

/// Verifies the signature that is the root's last child (E11 to E14, E16).
///
/// # Errors
/// See [`VerifyError`]. Nothing in a refused document may be used.
pub fn verify_enveloped(document: &[u8], options: &VerifyOptions) -> Result<Verified, VerifyError> {
    let make = || Vec::with_capacity(document.len());
    let (held, signed_octets) = verify(document, options, make)?;
    let VerifiedDigest { certificate, algorithm, digest } = held.verified;
    Ok(Verified { certificate, algorithm, digest, signed_octets })
}

/// The same without keeping the octets: for large documents that are verified and then read in another way.
///
/// # Errors
/// See [`VerifyError`].
pub fn verify_enveloped_digest_only(
    document: &[u8],
    options: &VerifyOptions,
) -> Result<VerifiedDigest, VerifyError> {
    verify(document, options, || Discard).map(|(held, Discard)| held.verified)
}

/// [`verify_enveloped`] for a document that may be taken over: one in canonical form already is not copied.
///
/// # Errors
/// See [`VerifyError`].
pub fn verify_enveloped_owned(
    mut document: Vec<u8>,
    options: &VerifyOptions,
) -> Result<Verified, VerifyError> {
    let (held, Discard) = verify(&document, options, || Discard)?;
    let Some(gap) = held.only_gap else { return verify_enveloped(&document, options) };
    document.drain(gap);
    let VerifiedDigest { certificate, algorithm, digest } = held.verified;
    Ok(Verified { certificate, algorithm, digest, signed_octets: document })
}

struct Held {
    verified: VerifiedDigest,
    /// Without this piece the document is what was digested.
    only_gap: Option<Range<usize>>,
}

fn verify<S: Sink>(
    document: &[u8],
    options: &VerifyOptions,
    make: impl Fn() -> S,
) -> Result<(Held, S), VerifyError> {
    // What almost every document needs; only SignedInfo, at the end, tells if this one does.
    let mut plan = Plan { style: Style::Inclusive, cut_signature: true, root_only: false };
    let (walked, mut digest, mut kept) = digest_pass(document, plan, &SHA256_HASH, options, make())?;
    let cut = walked.signature.as_ref().ok_or(VerifyError::NoSignature)?;
    let signature = signature::read(cut, &options.limits)?;
    let reference = &signature.reference;
    if (signature.method.legacy || reference.hash.legacy) && !options.allow_sha1 {
        return Err(VerifyError::Sha1);
    }
    if let Some(id) = reference.uri.strip_prefix(b"#") {
        if id.is_empty() || walked.root_id.as_deref() != Some(id) {
            return Err(VerifyError::ReferenceUri);
        }
        plan.root_only = walked.outside;
    } else if !reference.uri.is_empty() {
        return Err(VerifyError::ReferenceUri);
    }
    let mut only_gap = walked.only_gap.clone();
    plan.style = reference.form.into();
    if plan.style != Style::Inclusive || plan.root_only || reference.hash != &SHA256_HASH {
        let again;
        (again, digest, kept) = digest_pass(document, plan, reference.hash, options, make())?;
        only_gap = again.only_gap;
    }
    if digest != reference.digest {
        return Err(VerifyError::Digest);
    }
    let octets = signed_info_octets(cut, &signature, &options.limits)?;
    let certificate = signer(&signature, &octets)?;
    if let Some(trust) = &options.trust {
        trust.check(&certificate, options.at)?;
    } else {
        crate::trust::check_validity(&certificate, options.at)?;
    }
    let algorithm = signature.method.signature_method.to_owned();
    Ok((Held { verified: VerifiedDigest { certificate, algorithm, digest }, only_gap }, kept))
}

fn digest_pass<'a, S: Sink>(
    document: &'a [u8],
    plan: Plan,
    hash: &Hash,
    options: &VerifyOptions,
    sink: S,
) -> Result<(Walked<'a>, Vec<u8>, S), VerifyError> {
    let mut sinks = (Hashing::new(hash.digest), sink);
    let walked = walk(document, plan, &options.limits, &mut sinks).map_err(|error| match error {
        WalkError::Xml(error) => VerifyError::Xml(error),
        WalkError::SecondSignature => VerifyError::SecondSignature,
        WalkError::SignatureNotLast => VerifyError::SignatureNotLast,
    })?;
    let (hashing, sink) = sinks;
    Ok((walked, hashing.finish().as_ref().to_vec(), sink))
}

/// Canonical form of SignedInfo in its place: namespaces (and, in the inclusive form, `xml:` attributes) of
/// the elements around it apply.
fn signed_info_octets(
    cut: &CutSignature<'_>,
    signature: &Signature<'_>,
    limits: &Limits,
) -> Result<Vec<u8>, VerifyError> {
    let mut out = Vec::with_capacity(signature.signed_info.len() + 64);
    let mut scanner = Scanner::new(cut.octets, limits, cut.scope.clone())?;
    let mut inherited = Vec::new();
    let mut renderer = None;
    while let Some(token) = scanner.next()? {
        if matches!(token, Token::Start { .. })
            && scanner.depth() == 1
            && signature.form == crate::Form::Inclusive
        {
            inherited = xml_attributes(&scanner.attributes);
            for outer in &cut.inherited {
                if !inherited.iter().any(|a| a.name.local == outer.name.local) {
                    inherited.push(outer.clone());
                }
            }
        }
        if scanner.range().start == signature.signed_info.start && renderer.is_none() {
            let fresh = Renderer::new(cut.octets, signature.form.into(), &mut out);
            renderer = Some(fresh.inherit(std::mem::take(&mut inherited)));
        }
        if let Some(renderer) = &mut renderer {
            renderer.token(&scanner, &token);
            if scanner.range().end == signature.signed_info.end && matches!(token, Token::End { .. }) {
                renderer.finish();
                break;
            }
        }
    }
    Ok(out)
}

/// The certificate whose key made the signature.
fn signer(signature: &Signature<'_>, octets: &[u8]) -> Result<Certificate, VerifyError> {
    let mut refusal = VerifyError::Certificate;
    for der in &signature.certificates {
        let Ok(certificate) = Certificate::from_der(der.clone()) else { continue };
        let Some(key) = certificate.rsa_key().filter(|key| size_allowed(key)) else {
            refusal = VerifyError::Key;
            continue;
        };
        if UnparsedPublicKey::new(signature.method.rsa(), key).verify(octets, &signature.value).is_ok() {
            return Ok(certificate);
        }
        refusal = VerifyError::Value;
    }
    Err(refusal)
}

/// The library checks the same; asked here to say why.
fn size_allowed(rsa_key: &[u8]) -> bool {
    let bits = aws_lc_rs::signature::RsaParameters::public_modulus_len(rsa_key).unwrap_or(0);
    (2048..=8192).contains(&bits)
}
