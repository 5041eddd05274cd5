//! The installation's evidence key and its certificate.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, UnparsedPublicKey,
};
use x509_parser::prelude::{FromDer, X509Certificate};

/// A key or certificate that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a P-256 key in PKCS #8.
    #[error("the evidence key is not an EC key (P-256, PKCS #8)")]
    Key,
    /// Not a certificate with a P-256 key.
    #[error("the certificate cannot be read, or its key is not P-256")]
    Certificate,
    /// The certificate is another key's.
    #[error("the certificate does not belong to the evidence key")]
    Mismatch,
}

/// The certificate of an evidence key.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    public_key: Vec<u8>,
}

impl Certificate {
    /// Reads a certificate.
    ///
    /// # Errors
    /// [`KeyError::Certificate`].
    pub fn from_der(der: &[u8]) -> Result<Certificate, KeyError> {
        let (rest, certificate) = X509Certificate::from_der(der).map_err(|_| KeyError::Certificate)?;
        let public_key = certificate.public_key().subject_public_key.data.to_vec();
        // An uncompressed point of P-256; anything else fails when a signature is verified.
        if !rest.is_empty() || public_key.len() != 65 {
            return Err(KeyError::Certificate);
        }
        Ok(Certificate { der: der.to_vec(), public_key })
    }

    /// Reads the first certificate of a PEM text.
    ///
    /// # Errors
    /// [`KeyError::Certificate`].
    pub fn from_pem(text: &str) -> Result<Certificate, KeyError> {
        let (_, pem) =
            x509_parser::pem::parse_x509_pem(text.as_bytes()).map_err(|_| KeyError::Certificate)?;
        Certificate::from_der(&pem.contents)
    }

    /// The certificate as PEM.
    pub fn to_pem(&self) -> String {
        let text = base64_simd::STANDARD.encode_to_string(&self.der);
        let mut pem = "-----BEGIN CERTIFICATE-----\n".to_owned();
        for line in text.as_bytes().chunks(64) {
            pem.push_str(&String::from_utf8_lossy(line));
            pem.push('\n');
        }
        pem.push_str("-----END CERTIFICATE-----\n");
        pem
    }

    /// SHA-256 of the certificate in hex, by which people compare it.
    pub fn fingerprint(&self) -> String {
        store::digest_of(&self.der).0
    }

    /// Whether this key signed that text.
    pub fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.public_key).verify(text, signature).is_ok()
    }
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Certificate({})", self.fingerprint())
    }
}

/// The private key with its certificate.
pub struct EvidenceKey {
    key: EcdsaKeyPair,
    certificate: Certificate,
}

impl EvidenceKey {
    /// A key in PKCS #8 with its certificate, both DER.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn new(pkcs8: &[u8], certificate: &[u8]) -> Result<EvidenceKey, KeyError> {
        let key =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8).map_err(|_| KeyError::Key)?;
        let made = EvidenceKey { key, certificate: Certificate::from_der(certificate)? };
        let proof = made.sign(b"proof").ok_or(KeyError::Key)?;
        if made.certificate.verifies(b"proof", &proof) { Ok(made) } else { Err(KeyError::Mismatch) }
    }

    /// Its certificate.
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Signs a text; nothing without randomness.
    pub fn sign(&self, text: &[u8]) -> Option<Vec<u8>> {
        self.key.sign(&SystemRandom::new(), text).ok().map(|signature| signature.as_ref().to_vec())
    }
}

impl std::fmt::Debug for EvidenceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EvidenceKey({})", self.certificate.fingerprint())
    }
}
