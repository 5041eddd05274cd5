//! Acceptance: the promise that a letter is never lost begins here.

use crate::blob::{Blob, parse, sha256_of_parts};
use crate::engine::Statement;
use crate::tables::{idempotency, list::search_text, queue_lane};
use crate::time::micros;
use crate::writer::{AcceptWork, Command, job};
use crate::{AcceptError, Store, StoreError};
use jiff::Timestamp;
use letter::{Event, Letter, LetterId};
use std::collections::BTreeSet;

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
        for blob in blobs.iter().filter(|blob| !blob.is_row()) {
            self.files().put(blob).await?;
        }
        let mut needed = BTreeSet::new();
        let documents = letter.documents.iter().map(|document| &document.digest);
        for digest in documents.chain(letter.ready.iter().map(|ready| &ready.digest)) {
            let missing = || AcceptError::MissingBlob { digest: digest.clone() };
            needed.insert(parse(digest).ok_or_else(missing)?);
        }
        for blob in &blobs {
            needed.remove(blob.key());
        }
        let work = AcceptWork {
            id: letter.id.0,
            stored: letter.to_stored().into_bytes(),
            event: event_text(&Event::Accepted(letter.terms))?,
            search_text: search_text(&letter),
            lane: queue_lane(&letter.sender.0, &letter.letter_type.0),
            sender: letter.sender.0.into(),
            unit: letter.unit,
            letter_type: letter.letter_type.0,
            reference: letter.reference,
            subject: letter.subject,
            source: letter.source,
            accepted_at_us: micros(letter.accepted_at),
            due_at_us: micros(due_at),
            recipient_hash,
            blobs,
            needed,
            idempotency: given_key.map(|given| {
                (sha256_of_parts(&[given.scope.as_bytes(), given.key.as_bytes()]), given.fingerprint)
            }),
        };
        self.ask(|reply| Command::Accept(job(work, reply))).await
    }

    /// Forgets the idempotency keys of letters accepted before then; says how many. The letters stay.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn forget_idempotency(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.write(Statement::new(idempotency::FORGET, vec![micros(before).into()])).await
    }
}

pub(crate) fn event_text(event: &Event) -> Result<String, StoreError> {
    serde_json::to_string(event).map_err(|error| StoreError::Refused { detail: error.to_string() })
}
