//! X.509 certificates, as far as signatures need them.

use std::fmt;
use std::sync::Arc;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use x509_parser::oid_registry::{OID_PKCS1_RSAENCRYPTION, OID_X509_SERIALNUMBER};
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::der::{self, Reader};
use crate::distinguished_name;

/// Why a certificate cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// No PEM block with a certificate.
    #[error("there is no certificate in the PEM text")]
    NoPem,
    /// Not a certificate in DER form.
    #[error("the certificate cannot be read")]
    Unreadable,
}

/// A certificate. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate(Arc<Inner>);

#[derive(PartialEq, Eq)]
struct Inner {
    der: Vec<u8>,
    /// Names in DER form.
    subject: Vec<u8>,
    issuer: Vec<u8>,
    not_before: i64,
    not_after: i64,
    /// `RSAPublicKey` in DER form; `None` for other kinds of keys.
    rsa_key: Option<Vec<u8>>,
    /// Number that the issuer gave, without leading zeros.
    serial: Vec<u8>,
    serial_number: Option<String>,
}

impl Certificate {
    /// Reads the first certificate of a PEM text.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn from_pem(pem: &str) -> Result<Self, CertificateError> {
        let der = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| CertificateError::NoPem)?;
        Self::from_der(der.to_vec())
    }

    /// Reads a certificate in DER form; nothing may follow it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn from_der(der: Vec<u8>) -> Result<Self, CertificateError> {
        let (rest, parsed) = X509Certificate::from_der(&der).map_err(|_| CertificateError::Unreadable)?;
        if !rest.is_empty() || !strict_frame(&der) {
            return Err(CertificateError::Unreadable);
        }
        let spki = parsed.public_key();
        let rsa = spki.algorithm.algorithm == OID_PKCS1_RSAENCRYPTION;
        let (not_before, not_after) =
            (parsed.validity().not_before.timestamp(), parsed.validity().not_after.timestamp());
        let rsa_key = rsa.then(|| spki.subject_public_key.data.to_vec());
        let serial_number = parsed
            .subject()
            .iter_attributes()
            .find(|a| *a.attr_type() == OID_X509_SERIALNUMBER)
            .and_then(|a| a.as_str().ok())
            .map(str::to_owned);
        let serial = der::trimmed(parsed.raw_serial()).to_vec();
        let (subject, issuer) = (parsed.subject().as_raw().to_vec(), parsed.issuer().as_raw().to_vec());
        Ok(Certificate(Arc::new(Inner {
            der,
            subject,
            issuer,
            not_before,
            not_after,
            rsa_key,
            serial,
            serial_number,
        })))
    }

    /// The certificate in DER form.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The certificate in DER form as base64 without line breaks, as `X509Certificate` holds it.
    pub fn to_base64(&self) -> String {
        base64_simd::STANDARD.encode_to_string(self.der())
    }

    /// The subject's serialNumber, in whichever component it stands, also beside others in one (E15).
    pub fn subject_serial_number(&self) -> Option<String> {
        self.0.serial_number.clone()
    }

    /// The subject as text, for `X509SubjectName` and for people. Other stacks spell it otherwise: never
    /// compare it (E16).
    pub fn subject_rfc2253(&self) -> String {
        self.parsed().map(|c| distinguished_name::rfc2253(c.subject())).unwrap_or_default()
    }

    /// First second of validity, in seconds since 1970.
    pub fn not_before(&self) -> i64 {
        self.0.not_before
    }

    /// Last second of validity, in seconds since 1970.
    pub fn not_after(&self) -> i64 {
        self.0.not_after
    }

    /// Whether a time in seconds since 1970 lies in the validity, both ends included.
    pub fn is_valid_at(&self, at: i64) -> bool {
        (self.not_before()..=self.not_after()).contains(&at)
    }

    /// The issuer's number for it, without leading zeros.
    pub(crate) fn serial(&self) -> &[u8] {
        &self.0.serial
    }

    pub(crate) fn subject(&self) -> &[u8] {
        &self.0.subject
    }

    pub(crate) fn issuer(&self) -> &[u8] {
        &self.0.issuer
    }

    /// The RSA public key (PKCS #1), if it is one.
    pub(crate) fn rsa_key(&self) -> Option<&[u8]> {
        self.0.rsa_key.as_deref()
    }

    pub(crate) fn parsed(&self) -> Option<X509Certificate<'_>> {
        X509Certificate::from_der(self.der()).ok().map(|(_, parsed)| parsed)
    }
}

/// Whether what the issuer's signature does not cover has its one correct form: the parser is lenient there,
/// and a certificate could be respelt without becoming invalid. The algorithm outside must be the one inside.
fn strict_frame(der: &[u8]) -> bool {
    let check = || {
        let mut outer = Reader::new(der);
        let mut frame = outer.enter(der::SEQUENCE)?;
        let mut body = frame.enter(der::SEQUENCE)?;
        let outside = frame.expect(der::SEQUENCE)?;
        let bits = frame.expect(der::BIT_STRING)?;
        body.optional(der::context(0));
        body.expect(der::INTEGER)?;
        let inside = body.expect(der::SEQUENCE)?;
        let alone = outer.is_empty() && frame.is_empty();
        Some(alone && outside.content == inside.content && bits.content.first() == Some(&0))
    };
    check() == Some(true)
}

impl fmt::Debug for Certificate {
    /// Only the validity: a subject may name a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("not_before", &self.not_before())
            .field("not_after", &self.not_after())
            .finish_non_exhaustive()
    }
}
