//! Secret keys that a token keeps: it hashes with them, and they never leave it.

use std::sync::Arc;

use cryptoki::error::Error;
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use zeroize::{Zeroize, Zeroizing};

use super::{PIN_SETTING, Token, module};
use crate::config::SecretSource;
use crate::error::KeystoreError;
use crate::read;

/// A generic secret key of a token, found by its label.
pub struct TokenSecret {
    token: Arc<Token>,
    label: String,
}

impl TokenSecret {
    /// The secret keys of these labels, in their order. Each is looked for now.
    ///
    /// # Errors
    /// [`KeystoreError`] names the setting: no module, no token, a refused PIN, no key or several of that label.
    pub fn open(source: &SecretSource) -> Result<Vec<TokenSecret>, KeystoreError> {
        let pin = read::secret(PIN_SETTING, &source.pin_file)?;
        let token = module::token(&source.module, &source.token, &pin)?;
        source
            .labels
            .iter()
            .map(|label| {
                let found = token.with_session(|session| handles(session, label))?;
                let problem = match found.len() {
                    1 => return Ok(TokenSecret { token: token.clone(), label: label.clone() }),
                    0 => "there is no generic secret key of this label",
                    _ => "there are several keys of this label",
                };
                let remedy = "give the label of one generic secret key, as pkcs11-tool --list-objects --login shows it";
                Err(KeystoreError::new("pkcs11.labels", format!("\"{label}\": {problem}"), remedy))
            })
            .collect()
    }

    /// HMAC with SHA-256 of a message, made in the token.
    ///
    /// # Errors
    /// [`KeystoreError`] if the token does not work, or knows no such mechanism.
    pub fn hash(&self, message: &[u8]) -> Result<Zeroizing<[u8; 32]>, KeystoreError> {
        let mut made = self.token.with_session(|session| {
            // Looked for each time: modules forget handles, and this is asked for seldom.
            let found = handles(session, &self.label)?;
            match found.first() {
                Some(handle) => session.sign(&Mechanism::Sha256Hmac, *handle, message).map(Some),
                None => Ok(None),
            }
        })?;
        let hash = made.as_deref().and_then(|made| <[u8; 32]>::try_from(made).ok()).map(Zeroizing::new);
        made.zeroize();
        hash.ok_or_else(|| {
            let problem = format!("\"{}\": the key is gone, or its hash is not one of 256 bits", self.label);
            KeystoreError::new("pkcs11.labels", problem, "check the key on the token")
        })
    }
}

fn handles(session: &Session, label: &str) -> Result<Vec<ObjectHandle>, Error> {
    session.find_objects(&[
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::KeyType(KeyType::GENERIC_SECRET),
        Attribute::Label(label.as_bytes().to_vec()),
    ])
}

impl std::fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenSecret").field("label", &self.label).finish_non_exhaustive()
    }
}
