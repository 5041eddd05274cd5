//! Acceptance: the promise that a letter is never lost begins here.

use crate::blob::{Blob, parse, sha256_of_parts};
use crate::engine::Statement;
use crate::tables::{idempotency, list::search_text, queue_lane};
use crate::time::micros;
use crate::vault::{Found, KeyRow, LetterKey, Purpose};
use crate::writer::{AcceptWork, Command, job};
use crate::{AcceptError, Store, StoreError};
use jiff::Timestamp;
use letter::{Event, Letter, LetterId, ProtectionClass};
use std::collections::BTreeSet;
use std::sync::Arc;

/// State of a letter that was accepted and not touched since.
pub const ACCEPTED_STATE: &str = "accepted";

/// A letter to accept.
#[derive(Clone, Debug)]
pub struct NewLetter {
    /// The letter.
    pub letter: Letter,
    /// Its documents' bytes, as far as they are not stored yet. Those up to [`crate::ROW_LIMIT_BYTES`] are
    /// committed together with the letter.
    pub blobs: Vec<Blob>,
    /// The caller's key against doubles, if one was given.
    pub idempotency: Option<Idempotency>,
    /// `PartyId::keyed_hash` of the recipient, for search.
    pub recipient_hash: [u8; 32],
    /// When the gateway should take it up: now, or later for scheduled sending.
    pub due_at: Timestamp,
}

/// A caller's key against doubles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// Whose key: the name of the API key.
    pub scope: String,
    /// The key.
    pub key: String,
    /// Hash of the request: the same key with another fingerprint is a conflict.
    pub fingerprint: [u8; 32],
}

/// The letter is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Its id; that of the first request if this one repeats it.
    pub id: LetterId,
    /// This request was answered before; nothing new was stored.
    pub replayed: bool,
}

impl Store {
    /// Stores a letter with its first event, and returns when it is durable. Many callers share one
    /// transaction; a faulty letter among them fails alone.
    ///
    /// # Errors
    /// [`AcceptError`]; an id that exists already is [`StoreError::Refused`].
    pub async fn accept(&self, new: NewLetter) -> Result<Accepted, AcceptError> {
        let NewLetter { letter, blobs, idempotency: given_key, recipient_hash, due_at } = new;
        let mut needed = BTreeSet::new();
        let documents = letter.documents.iter().map(|document| &document.digest);
        for digest in documents.chain(letter.ready.iter().map(|ready| &ready.digest)) {
            let missing = || AcceptError::MissingBlob { digest: digest.clone() };
            needed.insert(parse(digest).ok_or_else(missing)?);
        }
        for blob in &blobs {
            needed.remove(blob.key());
        }
        let (key, row) = self.key_of_new(&letter, !needed.is_empty()).await?;
        let blobs = self.keep(&blobs, key.as_ref()).await?;
        let needed = needed
            .into_iter()
            .map(|digest| (key.as_ref().map_or(digest, |key| key.name_of(&digest)), digest))
            .collect();
        let subject = self.listed_subject(&letter).await?;
        let work = AcceptWork {
            id: letter.id.0,
            stored: sealed_letter(key.as_deref(), &letter)?,
            event: sealed_event(key.as_deref(), 1, &Event::Accepted(letter.terms))?,
            search_text: search_text(&letter),
            lane: queue_lane(&letter.sender.0, &letter.letter_type.0),
            sender: letter.sender.0.into(),
            unit: letter.unit,
            letter_type: letter.letter_type.0,
            reference: letter.reference,
            subject,
            source: letter.source,
            accepted_at_us: micros(letter.accepted_at),
            due_at_us: micros(due_at),
            recipient_hash,
            blobs,
            needed,
            key: row,
            idempotency: given_key.map(|given| {
                (sha256_of_parts(&[given.scope.as_bytes(), given.key.as_bytes()]), given.fingerprint)
            }),
        };
        let accepted = self.ask(|reply| Command::Accept(Box::new(job(work, reply)))).await?;
        if let Some(key) = key.filter(|_| !accepted.replayed) {
            self.keep_letter_key(&key);
        }
        Ok(accepted)
    }

    /// The key of a letter to be stored, and its row if the store does not have it yet. Only a letter that refers to
    /// bytes stored before can have one.
    async fn key_of_new(
        &self,
        letter: &Letter,
        has_stored_bytes: bool,
    ) -> Result<(Option<Arc<LetterKey>>, Option<KeyRow>), StoreError> {
        let Some(vault) = self.vault() else { return Ok((None, None)) };
        if has_stored_bytes && let Found::Key(key) = self.letter_key(letter.id.0).await? {
            return Ok((Some(key), None));
        }
        let (key, row) = self.new_letter_key(vault, letter.id.0, &letter.sender.0).await?;
        Ok((Some(key), Some(row)))
    }

    /// The title as lists keep it: that of a letter of a high protection class is sealed under its sender's key.
    async fn listed_subject(&self, letter: &Letter) -> Result<String, StoreError> {
        match self.vault() {
            Some(vault) if is_confidential(letter) => {
                let key = self.tenant_key(vault, &letter.sender.0).await?;
                key.seal_text(Purpose::Subject, letter.id.0.as_bytes(), &letter.subject)
            }
            _ => Ok(letter.subject.clone()),
        }
    }

    /// Forgets the idempotency keys of letters accepted before then; says how many. The letters stay.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn forget_idempotency(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.write(Statement::new(idempotency::FORGET, vec![micros(before).into()])).await
    }
}

/// Whether the title of a letter tells too much for a list's index.
pub(crate) fn is_confidential(letter: &Letter) -> bool {
    matches!(letter.class, ProtectionClass::Three | ProtectionClass::Four)
}

/// A letter as its row keeps it.
fn sealed_letter(key: Option<&LetterKey>, letter: &Letter) -> Result<Vec<u8>, StoreError> {
    let stored = letter.to_stored().into_bytes();
    match key {
        Some(key) => key.seal_letter(&stored),
        None => Ok(stored),
    }
}

/// An event as its row keeps it.
pub(crate) fn sealed_event(key: Option<&LetterKey>, seq: u32, event: &Event) -> Result<String, StoreError> {
    let text =
        serde_json::to_string(event).map_err(|error| StoreError::Refused { detail: error.to_string() })?;
    match key {
        Some(key) => key.seal_event(seq, &text),
        None => Ok(text),
    }
}
