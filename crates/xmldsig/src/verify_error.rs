//! Why a signature is not accepted.

use crate::fault::XmlError;
use crate::trust::TrustError;

/// Why a signature is not accepted, in constant words. [`VerifyError::rule`] gives the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// Not acceptable XML (E19).
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The root has no signature as child (E11).
    #[error("the root element has no Signature as its last child")]
    NoSignature,
    /// The root has two (E11).
    #[error("the root element has more than one Signature")]
    SecondSignature,
    /// An element follows the signature (E11).
    #[error("the Signature is not the last element of the root")]
    SignatureNotLast,
    /// The signature has elements, attributes or text that do not belong there, or lacks some (E12).
    #[error("the Signature does not have the prescribed shape")]
    Shape,
    /// Not exclusive or inclusive C14N 1.0 without comments (E12).
    #[error("the canonicalization method of SignedInfo is not allowed")]
    CanonicalizationMethod,
    /// Not RSA with SHA-256, and not RSA with SHA-1 either (E12).
    #[error("the signature method is not allowed")]
    SignatureMethod,
    /// The digest of the reference is not SHA-256, and not SHA-1 either (E12).
    #[error("the digest method is not allowed")]
    DigestMethod,
    /// SHA-1 without the setting that allows it (E13).
    #[error("SHA-1 is not allowed; a setting admits it for old counterparts")]
    Sha1,
    /// Not exactly one reference (E12).
    #[error("there must be exactly one Reference")]
    References,
    /// The reference names something other than this document (E12).
    #[error("the Reference must be to the whole document")]
    ReferenceUri,
    /// Not enveloped-signature, alone or followed by exclusive C14N (E12, E14).
    #[error("the transforms are not allowed")]
    Transforms,
    /// No certificate: a bare key or name says nothing about who signed (E12).
    #[error("KeyInfo holds no X.509 certificate")]
    NoCertificate,
    /// The certificate cannot be read (E16).
    #[error("the certificate in KeyInfo cannot be read")]
    Certificate,
    /// The certificate's key is not RSA with at least 2,048 bits (E12).
    #[error("the certificate's key is not an RSA key of 2,048 to 8,192 bits")]
    Key,
    /// The content is not what was signed (E12).
    #[error("the content was changed after it was signed")]
    Digest,
    /// The signature was not made by the certificate's key over this `SignedInfo` (E12).
    #[error("the signature value is wrong")]
    Value,
    /// The certificate is not trusted (E16).
    #[error(transparent)]
    Trust(#[from] TrustError),
}

impl VerifyError {
    /// One word for programs, stable: they branch on it, people read the text.
    pub fn word(&self) -> &'static str {
        match self {
            VerifyError::Xml(_) => "xml",
            VerifyError::NoSignature => "no_signature",
            VerifyError::SecondSignature => "second_signature",
            VerifyError::SignatureNotLast => "signature_not_last",
            VerifyError::Shape => "shape",
            VerifyError::CanonicalizationMethod => "canonicalization_method",
            VerifyError::SignatureMethod => "signature_method",
            VerifyError::DigestMethod => "digest_method",
            VerifyError::Sha1 => "sha1",
            VerifyError::References => "references",
            VerifyError::ReferenceUri => "reference_uri",
            VerifyError::Transforms => "transforms",
            VerifyError::NoCertificate => "no_certificate",
            VerifyError::Certificate => "certificate",
            VerifyError::Key => "key_size",
            VerifyError::Digest => "digest",
            VerifyError::Value => "signature_value",
            VerifyError::Trust(error) => error.word(),
        }
    }

    /// The rule that is broken.
    pub fn rule(&self) -> &'static str {
        match self {
            VerifyError::Xml(error) => error.rule(),
            VerifyError::NoSignature | VerifyError::SecondSignature | VerifyError::SignatureNotLast => "E11",
            VerifyError::Sha1 => "E13",
            VerifyError::Transforms => "E14",
            VerifyError::Certificate | VerifyError::Trust(_) => "E16",
            _ => "E12",
        }
    }
}
