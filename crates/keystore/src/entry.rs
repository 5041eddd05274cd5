//! One key with its certificate, open.

use std::fmt;
use std::sync::Arc;

use rustls::sign::CertifiedKey;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use xmldsig::{Certificate, KeyError, SigningKey};

use crate::error::KeystoreError;
use crate::token::TokenKey;

/// A private key with its certificate. Never printed.
pub struct KeyEntry {
    certificate: Certificate,
    tls: Arc<CertifiedKey>,
    /// Only RSA keys sign letters; others still open connections.
    signing: Result<SigningKey, KeyError>,
}

/// A private key, wherever it is.
pub(crate) enum Private {
    Here(PrivateKeyDer<'static>),
    Token(Arc<TokenKey>),
}

impl KeyEntry {
    /// Puts key and certificate together; `chain` begins with the certificate.
    pub(crate) fn new(private: Private, chain: Vec<CertificateDer<'static>>) -> Result<Self, KeystoreError> {
        let leaf = chain.first().map(|der| der.to_vec()).unwrap_or_default();
        let wrong = |problem: &str| {
            KeystoreError::new("certificate", problem, "give the certificate first, then its chain")
        };
        let certificate = Certificate::from_der(leaf).map_err(|error| wrong(&error.to_string()))?;
        let (key, signing): (Arc<dyn rustls::sign::SigningKey>, _) = match private {
            Private::Here(der) => {
                let signing = SigningKey::from_der(der.secret_der(), certificate.clone());
                let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&der).map_err(|_| {
                    KeystoreError::new("key", "this kind of key is not supported", "give an RSA key")
                })?;
                (key, signing)
            }
            Private::Token(key) => (key.clone(), SigningKey::with_signer(key, certificate.clone())),
        };
        if signing.as_ref().is_err_and(|error| *error == KeyError::Mismatch) {
            return Err(mismatch());
        }
        let tls = CertifiedKey::new(chain, key);
        // Certificates that TLS does not take, such as those of version 1, still sign.
        let other = rustls::Error::InconsistentKeys(rustls::InconsistentKeys::KeyMismatch);
        if tls.keys_match() == Err(other) {
            return Err(mismatch());
        }
        Ok(KeyEntry { certificate, tls: Arc::new(tls), signing })
    }

    /// The certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The key for signatures.
    ///
    /// # Errors
    /// The key is not an RSA key of 2,048 to 8,192 bits (E4).
    pub fn signing_key(&self) -> Result<&SigningKey, KeystoreError> {
        self.signing.as_ref().map_err(|error| {
            KeystoreError::new("key", error.to_string(), "give the RSA key of the certificate")
        })
    }

    /// Certificate, chain and key as TLS presents them.
    pub fn tls(&self) -> &Arc<CertifiedKey> {
        &self.tls
    }
}

fn mismatch() -> KeystoreError {
    let remedy =
        "give the key that the certificate was made for; when replacing both files, wait for the second";
    KeystoreError::new("key", "the private key does not belong to the certificate", remedy)
}

impl fmt::Debug for KeyEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyEntry").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}
