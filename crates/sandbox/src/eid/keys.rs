//! The issuer's key and its signature (ES256).

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64_simd::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::error::SandboxError;

/// A key pair, made at the start.
pub(super) struct Key {
    id: String,
    signing: EncodingKey,
    public: Vec<u8>,
}

impl Key {
    pub(super) fn new() -> Result<Self, SandboxError> {
        let failed = |_| SandboxError::certificate("the issuer's key", "it cannot be made");
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .map_err(failed)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref())
            .map_err(|error| SandboxError::certificate("the issuer's key", error))?;
        Ok(Self {
            id: uuid::Uuid::new_v4().simple().to_string(),
            signing: EncodingKey::from_ec_der(pkcs8.as_ref()),
            public: pair.public_key().as_ref().to_vec(),
        })
    }

    /// Its public half (RFC 7517).
    pub(super) fn jwks(&self) -> Value {
        // An uncompressed point: 4, x, y (SEC 1, 2.3.3).
        let part = |from: usize, to: usize| {
            URL_SAFE_NO_PAD.encode_to_string(self.public.get(from..to).unwrap_or_default())
        };
        json!({ "keys": [{
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
            "x": part(1, 33), "y": part(33, 65),
        }] })
    }

    /// Signs claims; nothing if that is not possible.
    pub(super) fn sign(&self, claims: &Value) -> Option<String> {
        let header = Header { kid: Some(self.id.clone()), ..Header::new(Algorithm::ES256) };
        jsonwebtoken::encode(&header, claims, &self.signing).ok()
    }
}
