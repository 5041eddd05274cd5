//! What is kept of a letter whose content was deleted: that it was sent, when, by which way, and with what outcome.

use crate::{Digest, Event, Letter, LetterId, ProtectionClass, Recorded, SenderId, TypeCode};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Longest time for which content can be kept by rule: a hundred years, in days.
pub const CONTENT_DAYS_MAX: u32 = 36_525;

/// What is kept of a letter after its content is gone (R59): nothing that somebody wrote, and nothing that tells who
/// received it. Digests stay, so that a copy kept elsewhere can still be shown to be what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remains {
    /// Its id, by which the system that sent it can still ask.
    pub id: LetterId,
    /// The municipality that sent it.
    pub sender: SenderId,
    /// Board or unit.
    pub unit: Option<String>,
    /// Letter type.
    pub letter_type: TypeCode,
    /// Version of the type, for one that was imported.
    pub type_version: Option<u32>,
    /// Protection class.
    pub class: ProtectionClass,
    /// Key or person that handed it in.
    pub source: String,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// Its files: what can be told of them without their names.
    pub documents: Vec<Trace>,
    /// Its events, without what they quoted.
    pub events: Vec<Recorded>,
    /// Whose decision it was, if the content went before its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Erasure>,
}

/// A person's decision to delete content before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Person or key.
    pub by: String,
    /// Why, in their words.
    pub why: String,
}

/// What is kept of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// MIME type.
    pub media_type: String,
    /// SHA-256 of the bytes that were sent.
    pub digest: Digest,
    /// Their number.
    pub size_bytes: u64,
}

impl Remains {
    /// What may be kept of a letter and its events.
    pub fn of(letter: &Letter, events: &[Recorded]) -> Remains {
        let trace = |document: &crate::Document| Trace {
            media_type: document.media_type.clone(),
            digest: document.digest.clone(),
            size_bytes: document.size_bytes,
        };
        let bare = |recorded: &Recorded| Recorded { event: recorded.event.bare(), ..*recorded };
        Remains {
            id: letter.id,
            sender: letter.sender.clone(),
            unit: letter.unit.clone(),
            letter_type: letter.letter_type.clone(),
            type_version: letter.type_version,
            class: letter.class,
            source: letter.source.clone(),
            accepted_at: letter.accepted_at,
            documents: letter.documents.iter().map(trace).collect(),
            events: events.iter().map(bare).collect(),
            decided: None,
        }
    }
}

impl Event {
    /// The event without what it quotes of others: technical details, notes, and the address that the register named.
    /// Ids, codes, digests, the operator, and who of the house acted, stay.
    #[must_use]
    pub fn bare(&self) -> Event {
        let mut event = self.clone();
        // No catch-all: who adds an event decides here what of it may be kept.
        match &mut event {
            Event::LookedUp { detail, .. }
            | Event::AttemptFailed { detail, .. }
            | Event::Postponed { detail, .. }
            | Event::InDoubt { detail, .. }
            | Event::Receipt { detail, .. }
            | Event::FellBack { detail, .. }
            | Event::NeedsAttention { detail, .. }
            | Event::NoticeFailed { detail, .. }
            | Event::Resolved { note: detail, .. } => *detail = None,
            Event::Routed { route, .. } => {
                if let Some(endpoint) = &mut route.endpoint {
                    endpoint.address = String::new();
                }
            }
            Event::Accepted(_)
            | Event::Composed { .. }
            | Event::Attempted { .. }
            | Event::HandedOver { .. }
            | Event::Asked { .. }
            | Event::Reminded { .. }
            | Event::Retried { .. }
            | Event::Cancelled { .. }
            | Event::Expired
            | Event::NoticeBegun { .. }
            | Event::NoticeSent { .. } => {}
        }
        event
    }
}

/// When the content of a letter is due to be deleted: so many days after it last moved, and not before its recipient's
/// last deadline has passed. Days are of 24 hours; nothing while a letter is not at its end.
pub fn content_until(moved_at: Timestamp, content_days: u32, last_deadline: Option<Timestamp>) -> Timestamp {
    let days = i64::from(content_days.min(CONTENT_DAYS_MAX));
    let kept = moved_at.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX);
    last_deadline.map_or(kept, |deadline| kept.max(deadline))
}
