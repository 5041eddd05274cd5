//! Whom to believe.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use x509_parser::prelude::{X509Certificate, X509Extension};

use crate::certificate::{Certificate, CertificateError};

/// Why a certificate is not trusted. Rule E16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// Outside its validity at the time asked for.
    #[error("the certificate is not valid at that time")]
    NotValid,
    /// The issuer is outside its validity at the time asked for.
    #[error("the issuer's certificate is not valid at that time")]
    IssuerNotValid,
    /// Neither the certificate nor its issuer is among the trusted ones.
    #[error("the certificate was issued by nobody who is trusted")]
    UnknownIssuer,
    /// The certificate is not meant for signatures, or has a critical extension that is not understood.
    #[error("the certificate's key usage does not allow signatures")]
    Usage,
}

/// Trusted certificates: issuers, roots as well as intermediate ones, and single certificates trusted as such.
#[derive(Debug, Clone, Default)]
pub struct TrustAnchors {
    anchors: Vec<Certificate>,
}

/// How issuers sign certificates: algorithm, and the curve for elliptic keys.
static ALGORITHMS: [(&str, Option<&str>, &dyn VerificationAlgorithm); 5] = [
    ("1.2.840.113549.1.1.11", None, &RSA_PKCS1_2048_8192_SHA256),
    ("1.2.840.113549.1.1.12", None, &RSA_PKCS1_2048_8192_SHA384),
    ("1.2.840.113549.1.1.13", None, &RSA_PKCS1_2048_8192_SHA512),
    ("1.2.840.10045.4.3.2", Some("1.2.840.10045.3.1.7"), &ECDSA_P256_SHA256_ASN1),
    ("1.2.840.10045.4.3.3", Some("1.3.132.0.34"), &ECDSA_P384_SHA384_ASN1),
];

impl TrustAnchors {
    /// Reads every certificate of a PEM bundle.
    ///
    /// # Errors
    /// There is none, or one of them cannot be read.
    pub fn from_pem(bundle: &str) -> Result<Self, CertificateError> {
        let anchors = CertificateDer::pem_slice_iter(bundle.as_bytes())
            .map(|der| Certificate::from_der(der.map_err(|_| CertificateError::NoPem)?.to_vec()))
            .collect::<Result<Vec<_>, _>>()?;
        if anchors.is_empty() { Err(CertificateError::NoPem) } else { Ok(TrustAnchors { anchors }) }
    }

    /// Trusts these certificates.
    pub fn new(anchors: Vec<Certificate>) -> Self {
        TrustAnchors { anchors }
    }

    /// The certificates trusted.
    pub fn certificates(&self) -> &[Certificate] {
        &self.anchors
    }

    /// Checks a leaf certificate: it is trusted itself, or a trusted issuer signed it. Certificates that came
    /// with a signature play no part; who uses an intermediate issuer puts it into the bundle, and it is then
    /// trusted in its own right. `at`: seconds since 1970; `None` leaves validity out.
    ///
    /// Revocation is not looked at: that needs the network.
    ///
    /// # Errors
    /// See [`TrustError`].
    pub fn check(&self, leaf: &Certificate, at: Option<i64>) -> Result<(), TrustError> {
        let valid = |certificate: &Certificate| at.is_none_or(|at| certificate.is_valid_at(at));
        if !valid(leaf) {
            return Err(TrustError::NotValid);
        }
        let parsed = leaf.parsed().ok_or(TrustError::UnknownIssuer)?;
        let usage = parsed.key_usage().map_err(|_| TrustError::Usage)?;
        if usage.is_some_and(|u| !u.value.digital_signature() && !u.value.non_repudiation()) {
            return Err(TrustError::Usage);
        }
        // RFC 5280: a critical extension that is not understood forbids the use.
        let unknown = |e: &X509Extension<'_>| e.critical && e.parsed_extension().unsupported();
        if parsed.iter_extensions().any(unknown) {
            return Err(TrustError::Usage);
        }
        if self.anchors.contains(leaf) {
            return Ok(());
        }
        let mut refusal = TrustError::UnknownIssuer;
        for anchor in self.anchors.iter().filter(|anchor| anchor.subject() == leaf.issuer()) {
            if anchor.parsed().is_some_and(|issuer| issued(&issuer, &parsed)) {
                if valid(anchor) {
                    return Ok(());
                }
                refusal = TrustError::IssuerNotValid;
            }
        }
        Err(refusal)
    }
}

/// Whether `issuer`, whose name fits, may issue certificates and signed `leaf`.
fn issued(issuer: &X509Certificate<'_>, leaf: &X509Certificate<'_>) -> bool {
    let authority = issuer.basic_constraints().ok().flatten().is_some_and(|b| b.value.ca);
    let may_sign = issuer.key_usage().is_ok_and(|usage| usage.is_none_or(|u| u.value.key_cert_sign()));
    authority && may_sign && signed_by(issuer, leaf)
}

fn signed_by(issuer: &X509Certificate<'_>, leaf: &X509Certificate<'_>) -> bool {
    let method = leaf.signature_algorithm.algorithm.to_id_string();
    let spki = issuer.public_key();
    let curve =
        spki.algorithm.parameters.as_ref().and_then(|p| p.as_oid().ok()).map(|oid| oid.to_id_string());
    let rsa = spki.algorithm.algorithm == x509_parser::oid_registry::OID_PKCS1_RSAENCRYPTION;
    let algorithm = ALGORITHMS.iter().find(|(id, on, _)| {
        *id == method && if on.is_none() { rsa } else { !rsa && *on == curve.as_deref() }
    });
    algorithm.is_some_and(|(_, _, algorithm)| {
        let key = UnparsedPublicKey::new(*algorithm, spki.subject_public_key.data.as_ref());
        key.verify(leaf.tbs_certificate.as_ref(), leaf.signature_value.data.as_ref()).is_ok()
    })
}
