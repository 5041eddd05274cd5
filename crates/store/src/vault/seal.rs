//! Small values sealed whole: AES-256-GCM with a random nonce, bound to what they are about.

use super::master::Secret;
use crate::StoreError;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::rand;

/// What a key seals; part of what is authenticated, so that no value can stand in another's place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// The wrapped key of a sender.
    TenantKey,
    /// The wrapped key of a letter.
    LetterKey,
    /// The letter as it was handed in.
    Letter,
    /// One of its events.
    Event,
    /// Its title in lists.
    Subject,
    /// A receipt as it came.
    Receipt,
    /// A secret setting.
    Setting,
    /// What is kept of a forgotten letter.
    Remains,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Purpose::TenantKey => "tenant key",
            Purpose::LetterKey => "letter key",
            Purpose::Letter => "letter",
            Purpose::Event => "event",
            Purpose::Subject => "subject",
            Purpose::Receipt => "receipt",
            Purpose::Setting => "setting",
            Purpose::Remains => "remains",
        }
    }
}

/// Begins sealed bytes. No JSON or XML text begins so.
const MARK: &[u8] = b"\x01BVS1";
/// Begins sealed text; no field of a letter may hold this character.
const TEXT_MARK: &str = "\u{1}";

/// A key for small values.
pub(crate) struct SealKey(LessSafeKey);

impl SealKey {
    pub(crate) fn new(secret: &Secret) -> Result<SealKey, StoreError> {
        let key = UnboundKey::new(&AES_256_GCM, secret.bytes()).map_err(|_| failed("key"))?;
        Ok(SealKey(LessSafeKey::new(key)))
    }

    /// Seals bytes that are about `about` (the id of a letter, the name of a sender).
    pub(crate) fn seal(&self, purpose: Purpose, about: &[u8], clear: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).map_err(|_| failed("randomness"))?;
        let mut body = clear.to_vec();
        let aad = Aad::from(associated(purpose, about));
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut body)
            .map_err(|_| failed("encryption"))?;
        let mut sealed = Vec::with_capacity(MARK.len() + NONCE_LEN + body.len());
        sealed.extend_from_slice(MARK);
        sealed.extend_from_slice(&nonce);
        sealed.append(&mut body);
        Ok(sealed)
    }

    /// Opens what [`SealKey::seal`] made; nothing if it was changed, moved or sealed under another key.
    pub(crate) fn open(&self, purpose: Purpose, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.strip_prefix(MARK)?.split_first_chunk::<NONCE_LEN>()?;
        let mut body = body.to_vec();
        let aad = Aad::from(associated(purpose, about));
        let clear = self.0.open_in_place(Nonce::assume_unique_for_key(*nonce), aad, &mut body).ok()?.len();
        body.truncate(clear);
        Some(body)
    }

    /// The same as text, for text columns.
    pub(crate) fn seal_text(
        &self,
        purpose: Purpose,
        about: &[u8],
        clear: &str,
    ) -> Result<String, StoreError> {
        let sealed = self.seal(purpose, about, clear.as_bytes())?;
        let mut text = TEXT_MARK.to_owned();
        base64_simd::STANDARD_NO_PAD.encode_append(&sealed, &mut text);
        Ok(text)
    }

    /// Opens what [`SealKey::seal_text`] made.
    pub(crate) fn open_text(&self, purpose: Purpose, about: &[u8], sealed: &str) -> Option<String> {
        let sealed = base64_simd::STANDARD_NO_PAD.decode_to_vec(sealed.strip_prefix(TEXT_MARK)?).ok()?;
        String::from_utf8(self.open(purpose, about, &sealed)?).ok()
    }
}

/// Whether these bytes were sealed by this module.
pub(crate) fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// Whether this text was sealed by this module.
pub(crate) fn is_sealed_text(text: &str) -> bool {
    text.starts_with(TEXT_MARK)
}

/// Opens an event as the store keeps it, with the key that an audit proof gave out; an event that is stored in clear is
/// given back as it is. Nothing if it was changed, or is another's.
pub fn open_stored_event(
    key: Option<&[u8; 32]>,
    letter: uuid::Uuid,
    seq: u32,
    stored: &str,
) -> Option<String> {
    if !is_sealed_text(stored) {
        return Some(stored.to_owned());
    }
    let key = SealKey::new(&Secret::from_slice(key?)?).ok()?;
    key.open_text(Purpose::Event, &super::letter_key::about_event(letter, seq), stored)
}

fn associated(purpose: Purpose, about: &[u8]) -> Vec<u8> {
    let mut associated = purpose.name().as_bytes().to_vec();
    associated.push(0);
    associated.extend_from_slice(about);
    associated
}

fn failed(what: &str) -> StoreError {
    StoreError::Unavailable { detail: format!("the {what} for sealing failed") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_values_open_only_where_they_belong() {
        let key = SealKey::new(&Secret::random().unwrap()).unwrap();
        let sealed = key.seal(Purpose::Letter, b"1", b"hej").unwrap();
        assert_eq!(key.open(Purpose::Letter, b"1", &sealed).unwrap(), b"hej");
        assert!(is_sealed(&sealed) && !is_sealed(b"{\"id\":1}"));
        assert_eq!(key.open(Purpose::Letter, b"2", &sealed), None, "another letter's");
        assert_eq!(key.open(Purpose::Event, b"1", &sealed), None, "another purpose");
        let other = SealKey::new(&Secret::random().unwrap()).unwrap();
        assert_eq!(other.open(Purpose::Letter, b"1", &sealed), None, "another key");
        for position in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[position] ^= 1;
            assert_eq!(key.open(Purpose::Letter, b"1", &changed), None, "byte {position}");
            assert_eq!(key.open(Purpose::Letter, b"1", &sealed[..position]), None, "cut at {position}");
        }
        let text = key.seal_text(Purpose::Subject, b"1", "å").unwrap();
        assert!(is_sealed_text(&text));
        assert_eq!(key.open_text(Purpose::Subject, b"1", &text).unwrap(), "å");
        assert_ne!(text, key.seal_text(Purpose::Subject, b"1", "å").unwrap(), "equal values must not tell");
    }
}
