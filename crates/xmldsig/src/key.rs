//! The key that signs.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::digest;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaParameters, UnparsedPublicKey,
};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;

use crate::certificate::{Certificate, CertificateError};
use crate::escape;
use crate::signer::Signer;

/// Why a key cannot sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// No usable certificate.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// No PEM block with a private key, or it is encrypted.
    #[error("there is no unencrypted private key in the PEM text")]
    NoPem,
    /// Not an RSA key of 2,048 to 8,192 bits (E4).
    #[error("the private key is not an RSA key of 2,048 to 8,192 bits")]
    NotRsa,
    /// The certificate is for another key.
    #[error("the private key does not belong to the certificate")]
    Mismatch,
}

/// A private RSA key with its certificate. Cheap to clone; never printed, serialised or exported (E17).
#[derive(Clone)]
pub struct SigningKey(Arc<Inner>);

struct Inner {
    place: Place,
    certificate: Certificate,
    /// `KeyInfo` of every signature made with this key.
    key_info: Vec<u8>,
}

/// Where the private key is.
enum Place {
    Here(KeyPair),
    Elsewhere(Arc<dyn Signer>),
}

impl SigningKey {
    /// Reads a private key (PKCS #8 or PKCS #1) and its certificate, the first one in `cert_pem`.
    ///
    /// # Errors
    /// One of the two cannot be used, or they do not belong together.
    pub fn from_pem(key_pem: &str, cert_pem: &str) -> Result<Self, KeyError> {
        let certificate = Certificate::from_pem(cert_pem)?;
        let der = PrivateKeyDer::from_pem_slice(key_pem.as_bytes()).map_err(|_| KeyError::NoPem)?;
        match &der {
            PrivateKeyDer::Pkcs8(_) | PrivateKeyDer::Pkcs1(_) => {
                SigningKey::from_der(der.secret_der(), certificate)
            }
            _ => Err(KeyError::NotRsa),
        }
    }

    /// Takes a private key in DER form (PKCS #8 or PKCS #1) and its certificate.
    ///
    /// # Errors
    /// The key is not an RSA key of a usual size, or belongs to another certificate.
    pub fn from_der(key: &[u8], certificate: Certificate) -> Result<Self, KeyError> {
        let pair =
            KeyPair::from_pkcs8(key).or_else(|_| KeyPair::from_der(key)).map_err(|_| KeyError::NotRsa)?;
        if !(256..=1024).contains(&pair.public_modulus_len()) {
            return Err(KeyError::NotRsa);
        }
        if certificate.rsa_key() != Some(pair.public_key().as_ref()) {
            return Err(KeyError::Mismatch);
        }
        Ok(SigningKey::new(Place::Here(pair), certificate))
    }

    /// Uses a key that somebody else holds. Each signature is verified with the certificate before it is used:
    /// a wrong key or a faulty module then signs nothing.
    ///
    /// # Errors
    /// The certificate's key is not an RSA key of a usual size.
    pub fn with_signer(signer: Arc<dyn Signer>, certificate: Certificate) -> Result<Self, KeyError> {
        let bits = certificate.rsa_key().and_then(|key| RsaParameters::public_modulus_len(key).ok());
        if !bits.is_some_and(|bits| (2048..=8192).contains(&bits)) {
            return Err(KeyError::NotRsa);
        }
        Ok(SigningKey::new(Place::Elsewhere(signer), certificate))
    }

    fn new(place: Place, certificate: Certificate) -> Self {
        let key_info = key_info(&certificate);
        SigningKey(Arc::new(Inner { place, certificate, key_info }))
    }

    /// The certificate of the key.
    pub fn certificate(&self) -> &Certificate {
        &self.0.certificate
    }

    /// Octets of `KeyInfo`, in the namespace of its parent.
    pub(crate) fn key_info(&self) -> &[u8] {
        &self.0.key_info
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256.
    pub(crate) fn sign(&self, octets: &[u8]) -> Option<Vec<u8>> {
        match &self.0.place {
            Place::Here(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                // The padding needs no randomness; the parameter is not used.
                let random = aws_lc_rs::rand::SystemRandom::new();
                pair.sign(&RSA_PKCS1_SHA256, &random, octets, &mut signature).ok()?;
                Some(signature)
            }
            Place::Elsewhere(signer) => {
                let digest = digest::digest(&digest::SHA256, octets);
                let signature = signer.sign(digest.as_ref().try_into().ok()?).ok()?;
                let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.0.certificate.rsa_key()?);
                key.verify(octets, &signature).ok().map(|()| signature)
            }
        }
    }
}

/// E6: subject name and the leaf certificate, nothing else.
pub(crate) fn key_info(certificate: &Certificate) -> Vec<u8> {
    let mut out = Vec::with_capacity(certificate.der().len() * 2);
    out.extend_from_slice(b"<KeyInfo><X509Data><X509SubjectName>");
    escape::text(&mut out, certificate.subject_rfc2253().as_bytes());
    out.extend_from_slice(b"</X509SubjectName><X509Certificate>");
    out.extend_from_slice(certificate.to_base64().as_bytes());
    out.extend_from_slice(b"</X509Certificate></X509Data></KeyInfo>");
    out
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("certificate", &self.0.certificate).finish_non_exhaustive()
    }
}
