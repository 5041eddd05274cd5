//! The data key of one letter and the keys derived from it.

use super::master::Secret;
use super::seal::{Purpose, SealKey};
use crate::StoreError;
use crate::engine::Value;
use aws_lc_rs::hmac;
use std::sync::Arc;
use uuid::Uuid;

/// The row of a letter's key.
#[derive(Clone, Debug)]
pub(crate) struct KeyRow {
    pub(crate) sender: Arc<str>,
    pub(crate) wrapped: Vec<u8>,
}

impl KeyRow {
    /// The values of its row.
    pub(crate) fn values(&self, letter: Uuid) -> Vec<Value> {
        vec![letter.into(), self.sender.clone().into(), Value::Blob(self.wrapped.clone())]
    }
}

/// What the data key of a letter is used for: each use has a key of its own.
pub(crate) struct LetterKey {
    pub(crate) id: Uuid,
    letter: SealKey,
    events: SealKey,
    events_secret: Secret,
    names: hmac::Key,
    pub(crate) blobs: Secret,
}

impl LetterKey {
    pub(crate) fn new(id: Uuid, data_key: &Secret) -> Result<LetterKey, StoreError> {
        let events_secret = derive(data_key, b"events")?;
        Ok(LetterKey {
            id,
            letter: SealKey::new(&derive(data_key, b"letter")?)?,
            events: SealKey::new(&events_secret)?,
            events_secret,
            names: hmac::Key::new(hmac::HMAC_SHA256, derive(data_key, b"names")?.bytes()),
            blobs: derive(data_key, b"blobs")?,
        })
    }

    pub(crate) fn seal_letter(&self, stored: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.letter.seal(Purpose::Letter, self.id.as_bytes(), stored)
    }

    pub(crate) fn open_letter(&self, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.letter
            .open(Purpose::Letter, self.id.as_bytes(), sealed)
            .ok_or_else(|| StoreError::corrupt("a stored letter does not open with its key"))
    }

    pub(crate) fn seal_event(&self, seq: u32, text: &str) -> Result<String, StoreError> {
        self.events.seal_text(Purpose::Event, &about_event(self.id, seq), text)
    }

    pub(crate) fn open_event(&self, seq: u32, sealed: &str) -> Result<String, StoreError> {
        self.events
            .open_text(Purpose::Event, &about_event(self.id, seq), sealed)
            .ok_or_else(|| StoreError::corrupt("a stored event does not open with its letter's key"))
    }

    /// The key that opens this letter's events and nothing else, for its evidence.
    pub(crate) const fn events_secret(&self) -> &Secret {
        &self.events_secret
    }

    /// Where the letter keeps the bytes of that digest: equal bytes of two letters have two names.
    pub(crate) fn name_of(&self, digest: &[u8; 32]) -> [u8; 32] {
        mac(&self.names, digest)
    }
}

/// What an event is bound to: its letter and its number.
pub(super) fn about_event(letter: Uuid, seq: u32) -> [u8; 20] {
    let mut about = [0; 20];
    let (id, number) = about.split_at_mut(16);
    id.copy_from_slice(letter.as_bytes());
    number.copy_from_slice(&seq.to_be_bytes());
    about
}

fn derive(data_key: &Secret, use_of: &[u8]) -> Result<Secret, StoreError> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, data_key.bytes());
    Secret::from_slice(&mac(&key, use_of)).ok_or_else(|| StoreError::corrupt("a derived key is too short"))
}

fn mac(key: &hmac::Key, text: &[u8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    // HMAC-SHA-256 is 32 bytes long; `zip` cannot panic if it were not.
    for (to, from) in bytes.iter_mut().zip(hmac::sign(key, text).as_ref()) {
        *to = *from;
    }
    bytes
}
