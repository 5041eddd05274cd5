//! Signing, sealing, and putting the sealed delivery on the wire (§5.3).

use xmldsig::{SignError, SigningKey, StandAloneError, VerifyError, VerifyOptions};

use crate::content::BuildError;
use crate::ns::{M1, M3};
use crate::xml::{Sink, Writer};
use crate::{Delivery, XmlDate, build_delivery, soap};

/// Start of the signed document's root tag; attributes or `>` follow.
const SIGNED_ROOT: &str = "<SignedDelivery xmlns=\"http://minameddelanden.gov.se/schema/Message/v3\"";
/// The same tag inside the sealed document, where the namespace is inherited.
const SIGNED_INSIDE: &str = "<SignedDelivery";
/// Root tag of the sealed document.
const SEALED_OPEN: &str = "<SealedDelivery xmlns=\"http://minameddelanden.gov.se/schema/Message/v3\">";
const SEALED_CLOSE: &str = "</SealedDelivery>";

/// Upper bound of what sealing adds with a certificate of usual size.
const SEAL_AND_SIGNATURE_BYTES: usize = 8 * 1024;

/// A delivery with the sender's signature: a stand-alone document in the signed form.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedDelivery(Vec<u8>);

/// A sealed delivery: both signatures and the seal. Its octets are the evidence (rule E20) and are sent unchanged.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedDelivery(Vec<u8>);

/// Why a delivery was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignDeliveryError {
    /// The content breaks rules.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The signature could not be made.
    #[error("{rule} {0}", rule = .0.rule())]
    Sign(#[from] SignError),
}

/// Why a delivery was not sealed, or a document is no delivery.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The sender's signature does not hold: `SignaturesOK` would be a lie (rule E9).
    #[error("{rule} the inner signature does not hold: {0}", rule = .0.rule())]
    InnerSignature(#[from] VerifyError),
    /// Not a document with the expected root, or not in a form that can be rewritten without prefixes.
    #[error("{rule} {0}", rule = .0.rule())]
    Form(#[from] StandAloneError),
    /// The octets are not those of a sealed or signed delivery in the signed form.
    #[error("E3: the document is not in the signed form; give the octets as they were made")]
    NotSignedForm,
    /// The seal could not be signed.
    #[error("{rule} {0}", rule = .0.rule())]
    Sign(#[from] SignError),
}

/// Writes and signs a delivery. The content rules are applied first.
///
/// # Errors
/// When the content breaks a rule, or the signature cannot be made.
pub fn sign_delivery(delivery: &Delivery, key: &SigningKey) -> Result<SignedDelivery, SignDeliveryError> {
    let document = build_delivery(delivery)?;
    Ok(SignedDelivery(xmldsig::sign_enveloped_owned(document, key)?))
}

impl SignedDelivery {
    /// The document.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }

    /// Octets that the signature library wrote without prefixes.
    pub(crate) fn from_canonical(octets: Vec<u8>) -> Self {
        Self(octets)
    }

    /// Everything after the root's name and namespace, up to its end tag.
    pub(crate) fn inside(&self) -> Option<&[u8]> {
        self.0.strip_prefix(SIGNED_ROOT.as_bytes())?.strip_suffix(b"</SignedDelivery>")
    }

    /// Takes a delivery that somebody else signed, prefixes dropped as §5.4 demands. The signature is not verified here;
    /// [`seal`] does.
    ///
    /// # Errors
    /// When the root is no version 3 `SignedDelivery`.
    pub fn from_document(document: &[u8], limits: &crate::Limits) -> Result<Self, SealError> {
        let octets =
            xmldsig::stand_alone(document, &[(M3, "SignedDelivery")], None, &crate::dsig_limits(limits))?;
        Ok(Self(octets))
    }
}

/// Verifies the sender's signature, adds the seal and signs it. `received` is the day the dispatcher took the delivery,
/// with a zone if wanted (rule E9); the caller has the clock.
///
/// # Errors
/// When the inner signature does not hold, or the outer one cannot be made.
pub fn seal(
    signed: &SignedDelivery,
    key: &SigningKey,
    received: impl Into<XmlDate>,
) -> Result<SealedDelivery, SealError> {
    seal_with(signed, key, received, &VerifyOptions::default())
}

/// As [`seal`], with a choice of what the inner signature must meet: trusted issuers, a day of validity.
///
/// # Errors
/// As [`seal`].
pub fn seal_with(
    signed: &SignedDelivery,
    key: &SigningKey,
    received: impl Into<XmlDate>,
    options: &VerifyOptions,
) -> Result<SealedDelivery, SealError> {
    xmldsig::verify_enveloped_digest_only(&signed.0, options)?;
    let inside = signed.0.strip_prefix(SIGNED_ROOT.as_bytes()).ok_or(SealError::NotSignedForm)?;
    // Room for the signature too: the document is signed in place.
    let mut document = Vec::with_capacity(signed.0.len() + SEAL_AND_SIGNATURE_BYTES);
    document.extend_from_slice(SEALED_OPEN.as_bytes());
    document.extend_from_slice(SIGNED_INSIDE.as_bytes());
    document.extend_from_slice(inside);
    document.extend_from_slice(&seal_element(&received.into()));
    document.extend_from_slice(SEALED_CLOSE.as_bytes());
    Ok(SealedDelivery(xmldsig::sign_enveloped_owned(document, key)?))
}

/// `<Seal>` as it stands where Message/v3 is the default namespace.
fn seal_element(received: &XmlDate) -> Vec<u8> {
    let mut w = Writer::new(b"<Seal>".to_vec());
    w.leaf(M1, "ReceivedTime", &received.to_string());
    w.leaf(M1, "SignaturesOK", "true");
    let mut octets = w.finish();
    octets.octets(b"</Seal>");
    octets
}

impl SealedDelivery {
    /// The exact sealed octets: what is stored as evidence and what goes on the wire (rule E20).
    pub fn octets(&self) -> &[u8] {
        &self.0
    }

    /// Takes stored octets back. They are used as they are; nothing is verified or re-serialised.
    ///
    /// # Errors
    /// When they do not begin and end as a sealed delivery in the signed form.
    pub fn from_octets(octets: Vec<u8>) -> Result<Self, SealError> {
        let sealed = Self(octets);
        if sealed.inside().is_none() { Err(SealError::NotSignedForm) } else { Ok(sealed) }
    }

    /// Everything between the root's tags.
    pub(crate) fn inside(&self) -> Option<&[u8]> {
        self.0.strip_prefix(SEALED_OPEN.as_bytes())?.strip_suffix(SEALED_CLOSE.as_bytes())
    }
}

impl std::fmt::Debug for SignedDelivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedDelivery({} octets)", self.0.len())
    }
}

impl std::fmt::Debug for SealedDelivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedDelivery({} octets)", self.0.len())
    }
}

/// The body element around a sealed delivery. The prefix keeps Message/v3 as the default namespace inside, so that the
/// signed content stands there octet for octet; the rewriting of §5.4 drops it.
const WIRE_OPEN: &str = concat!(
    "<srv:deliverSecure xmlns:srv=\"http://minameddelanden.gov.se/schema/Service/v3\">",
    "<srv:deliverSecure xmlns=\"http://minameddelanden.gov.se/schema/Message/v3\">"
);
const WIRE_CLOSE: &str = "</srv:deliverSecure></srv:deliverSecure>";

/// The SOAP request that hands the delivery to the operator (rule E8). Only the root's tag differs from the evidence.
pub fn deliver_secure_envelope(sealed: &SealedDelivery) -> Vec<u8> {
    let inside = sealed.inside().unwrap_or_default();
    soap::envelope(&[WIRE_OPEN.as_bytes(), inside, WIRE_CLOSE.as_bytes()].concat())
}

/// Octets of the envelope around the content of a sealed delivery.
pub(crate) fn wire_overhead() -> usize {
    let received = XmlDate::with_offset(jiff::civil::Date::constant(2000, 1, 1), 60);
    soap::OPEN.len() + soap::CLOSE.len() + WIRE_OPEN.len() + WIRE_CLOSE.len() + seal_element(&received).len()
}
