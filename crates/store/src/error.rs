//! What can go wrong, named by what the caller can do about it. No error holds content of a letter.

use letter::{Digest, LetterId, MessageUuid};
use std::path::PathBuf;

/// A failure of the store itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room left; nothing of this call was stored. Free space, then repeat the call.
    #[error("the store is full: free disk space or raise the limit")]
    Full,
    /// The disk or another process is in the way; whether a write was stored is not certain. Repeat the call
    /// (with the same idempotency key, the same expected `seq`).
    #[error("the store cannot be used right now: {detail}")]
    Unavailable {
        /// What the operating system or database said.
        detail: String,
    },
    /// The database server cannot be reached; whether a write was stored is not certain, as above.
    #[error("the database cannot be reached: {detail}")]
    Unreachable {
        /// What the line or the server said.
        detail: String,
    },
    /// Other nodes kept writing the same rows at the same moment; nothing was stored. Repeat the call.
    #[error("others write to the same rows: {detail}")]
    Contended {
        /// What the database said.
        detail: String,
    },
    /// What lies on the disk is not what was written. Stop, keep the files, restore from a backup.
    #[error("the store is damaged: {what}")]
    Corrupt {
        /// Where.
        what: String,
    },
    /// The database refused the values: an id that exists already, or a reference to nothing. Repeating does not help.
    #[error("the store refuses the values: {detail}")]
    Refused {
        /// The rule that was broken, without values.
        detail: String,
    },
    /// The store has been closed.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    pub(crate) fn unavailable(error: &std::io::Error) -> StoreError {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
            _ => StoreError::Unavailable { detail: error.to_string() },
        }
    }

    pub(crate) fn corrupt(what: impl Into<String>) -> StoreError {
        StoreError::Corrupt { what: what.into() }
    }

    /// Whether the same call may succeed later.
    pub const fn is_temporary(&self) -> bool {
        matches!(
            self,
            StoreError::Full
                | StoreError::Unavailable { .. }
                | StoreError::Unreachable { .. }
                | StoreError::Contended { .. }
        )
    }
}

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has the same data directory open. Stop it, or use another directory.
    #[error("{path} is in use by another process{holder}: stop it or choose another data directory", path = .data_dir.display(), holder = .process_id.map(|id| format!(" ({id})")).unwrap_or_default())]
    Locked {
        /// The directory.
        data_dir: PathBuf,
        /// The process that holds it, if it said so.
        process_id: Option<u32>,
    },
    /// The data were written by a newer release. Use that release; there is no way back but a backup.
    #[error(
        "the database has schema {found}, this release knows {known}: use the newer release that wrote it"
    )]
    NewerSchema {
        /// Version in the database.
        found: u32,
        /// Newest version this release knows.
        known: u32,
    },
    /// The data were last written by an older release, and this call may not change them.
    #[error("the database has schema {found}, this release works with {known}: start the gateway once")]
    OlderSchema {
        /// Version in the database.
        found: u32,
        /// Version of this release.
        known: u32,
    },
    /// Nodes of an older release still work on the database, and would not understand what it becomes.
    #[error(
        "{} still at work with an older release that cannot go on beside this one: stop them, then start this node again",
        .nodes.join(", ")
    )]
    OlderNodes {
        /// Their names.
        nodes: Vec<String>,
    },
    /// The folder of large documents is not the one that the database's other nodes use.
    #[error(
        "{path} is not the folder of large documents that belongs to this database: give every node the same shared \
         folder. If this is the right one, write the line {id} into {file}",
        path = .path.display(), file = .path.join(crate::place::FILE).display()
    )]
    OtherBlobs {
        /// The folder.
        path: PathBuf,
        /// The line that the right folder's file holds.
        id: String,
    },
    /// The directory cannot be made, read or written.
    #[error("cannot use {path}: {source}", path = .path.display())]
    Directory {
        /// Which path.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A step of the migration failed; the database is as it was before that step.
    #[error("migration {version} failed: {source}")]
    Migration {
        /// The step.
        version: u32,
        /// Why.
        source: StoreError,
    },
    /// The store is encrypted and no master key was given.
    #[error(
        "the letters of this store are encrypted: give its master key {id} ([encryption] in the configuration)"
    )]
    MasterKeyMissing {
        /// Id of the key that wraps the installation's.
        id: String,
    },
    /// The master key that was given does not open this store.
    #[error(transparent)]
    MasterKey(#[from] crate::MasterKeyError),
    /// The bucket of the blobs is not configured well.
    #[error(transparent)]
    S3(#[from] crate::S3Error),
    /// The database could not be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a letter was not accepted. Nothing of it was stored, but see [`StoreError::Unavailable`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AcceptError {
    /// The idempotency key was used for another request (answer 409).
    #[error("the idempotency key was used for another request, which became letter {first}")]
    IdempotencyConflict {
        /// The letter of that request.
        first: LetterId,
    },
    /// A document's bytes are neither handed in with the letter nor stored before.
    #[error("document {digest} of the letter is not stored")]
    MissingBlob {
        /// The document.
        digest: Digest,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why events were not appended. Nothing was changed, but see [`StoreError::Unavailable`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Somebody else appended first: load again and decide again.
    #[error("the letter has moved on to event {current_seq}: load it again")]
    Conflict {
        /// Number of its last event.
        current_seq: u32,
    },
    /// The lease ended and another worker has the letter: drop the work.
    #[error("the lease on the letter is lost")]
    LeaseLost,
    /// There is no such letter.
    #[error("no such letter")]
    UnknownLetter,
    /// The message id belongs to another letter: make a new one.
    #[error("message {message_uuid} belongs to another letter")]
    MessageTaken {
        /// The id.
        message_uuid: MessageUuid,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a lease was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeaseError {
    /// The lease ended and another worker has the letter: drop the work.
    #[error("the lease on the letter is lost")]
    LeaseLost,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a blob cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    /// No blob has this digest.
    #[error("no blob {digest}")]
    NotFound {
        /// The digest asked for.
        digest: Digest,
    },
    /// The bytes on disk are not those that were stored. Restore this file from a backup.
    #[error("blob {digest} is damaged")]
    BlobDamaged {
        /// The digest asked for.
        digest: Digest,
    },
    /// The source of a streamed blob failed; nothing was stored.
    #[error("the source of the blob failed: {detail}")]
    Source {
        /// What it said.
        detail: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a list could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// The cursor is none that a list returned (answer 400).
    #[error("the cursor is not one of ours: start without a cursor")]
    BadCursor,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
