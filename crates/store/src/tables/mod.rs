//! All SQL, a file per table.

pub(crate) mod access;
pub(crate) mod audit;
mod batch;
pub(crate) mod blob;
pub(crate) mod event;
pub(crate) mod idempotency;
pub(crate) mod index;
pub(crate) mod letter;
pub(crate) mod letter_type;
pub(crate) mod list;
pub(crate) mod message;
pub(crate) mod node;
pub(crate) mod person;
pub(crate) mod quality;
pub(crate) mod queue;
pub(crate) mod receipt;
pub(crate) mod session;
pub(crate) mod setting;
pub(crate) mod survey;
pub(crate) mod system;
pub(crate) mod tally;
pub(crate) mod vault;

/// The lane of a sender's letters of one type. Two that share a lane by chance only share their turn.
pub(crate) fn queue_lane(sender: &str, letter_type: &str) -> i64 {
    let hash = crate::blob::sha256_of_parts(&[sender.as_bytes(), letter_type.as_bytes()]);
    hash.first_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes))
}
