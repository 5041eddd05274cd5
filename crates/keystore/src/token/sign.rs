//! Signing with a token's key: letters (PKCS #1 v1.5 with SHA-256) and TLS handshakes.

use std::sync::{Arc, PoisonError};

use aws_lc_rs::digest::{self, SHA256, SHA384, SHA512};
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};
use rustls::sign::{Signer, SigningKey};
use rustls::{SignatureAlgorithm, SignatureScheme};

use super::TokenKey;
use crate::error::KeystoreError;

/// How a TLS scheme is carried out: the token gets a digest, never the message.
struct Method {
    scheme: SignatureScheme,
    digest: &'static digest::Algorithm,
    padding: Padding,
}

enum Padding {
    /// PKCS #1 v1.5: what stands before the digest, in DER.
    Prefix(&'static [u8]),
    /// PSS with a salt as long as the digest.
    Pss(MechanismType, PkcsMgfType),
}

const SHA256_PREFIX: &[u8] = &[
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
    0x04, 0x20,
];
const SHA384_PREFIX: &[u8] = &[
    0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00,
    0x04, 0x30,
];
const SHA512_PREFIX: &[u8] = &[
    0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00,
    0x04, 0x40,
];

/// Best first. TLS 1.3 knows only PSS.
static METHODS: [Method; 6] = [
    Method {
        scheme: SignatureScheme::RSA_PSS_SHA256,
        digest: &SHA256,
        padding: Padding::Pss(MechanismType::SHA256, PkcsMgfType::MGF1_SHA256),
    },
    Method {
        scheme: SignatureScheme::RSA_PSS_SHA384,
        digest: &SHA384,
        padding: Padding::Pss(MechanismType::SHA384, PkcsMgfType::MGF1_SHA384),
    },
    Method {
        scheme: SignatureScheme::RSA_PSS_SHA512,
        digest: &SHA512,
        padding: Padding::Pss(MechanismType::SHA512, PkcsMgfType::MGF1_SHA512),
    },
    Method {
        scheme: SignatureScheme::RSA_PKCS1_SHA256,
        digest: &SHA256,
        padding: Padding::Prefix(SHA256_PREFIX),
    },
    Method {
        scheme: SignatureScheme::RSA_PKCS1_SHA384,
        digest: &SHA384,
        padding: Padding::Prefix(SHA384_PREFIX),
    },
    Method {
        scheme: SignatureScheme::RSA_PKCS1_SHA512,
        digest: &SHA512,
        padding: Padding::Prefix(SHA512_PREFIX),
    },
];

impl TokenKey {
    fn sign_digest(&self, padding: &Padding, digest: &[u8]) -> Result<Vec<u8>, KeystoreError> {
        let (mechanism, data) = match padding {
            Padding::Prefix(prefix) => (Mechanism::RsaPkcs, [prefix, digest].concat()),
            Padding::Pss(hash_alg, mgf) => {
                let s_len = digest.len().try_into().map_err(|error| super::unavailable(&error))?;
                let parameters = PkcsPssParams { hash_alg: *hash_alg, mgf: *mgf, s_len };
                (Mechanism::RsaPkcsPss(parameters), digest.to_vec())
            }
        };
        let known = *self.handle.lock().unwrap_or_else(PoisonError::into_inner);
        self.token.with_session(|session| {
            session.sign(&mechanism, known, &data).or_else(|_| {
                let handle = self.token.find_again(session, &self.label, &self.modulus)?;
                let signature = session.sign(&mechanism, handle, &data)?;
                *self.handle.lock().unwrap_or_else(PoisonError::into_inner) = handle;
                Ok(signature)
            })
        })
    }
}

impl xmldsig::Signer for TokenKey {
    fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, xmldsig::SignerError> {
        self.sign_digest(&Padding::Prefix(SHA256_PREFIX), digest).map_err(|error| {
            tracing::error!(%error, "a key in a security module did not sign");
            xmldsig::SignerError
        })
    }
}

impl SigningKey for TokenKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let method = METHODS.iter().find(|method| offered.contains(&method.scheme))?;
        let key = TokenKey {
            token: Arc::clone(&self.token),
            handle: std::sync::Mutex::new(*self.handle.lock().unwrap_or_else(PoisonError::into_inner)),
            label: self.label.clone(),
            modulus: self.modulus.clone(),
        };
        Some(Box::new(TlsSigner { key, method }))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RSA
    }
}

struct TlsSigner {
    key: TokenKey,
    method: &'static Method,
}

impl Signer for TlsSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        let digest = digest::digest(self.method.digest, message);
        self.key
            .sign_digest(&self.method.padding, digest.as_ref())
            .map_err(|error| rustls::Error::General(error.problem))
    }

    fn scheme(&self) -> SignatureScheme {
        self.method.scheme
    }
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenKey").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for TlsSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsSigner").field("scheme", &self.method.scheme).finish_non_exhaustive()
    }
}
