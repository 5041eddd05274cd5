//! Appending events: the only way a letter's standing changes.

use crate::accept::sealed_event;
use crate::blob::Blob;
use crate::receipt::ReceiptId;
use crate::tables::index;
use crate::time::micros;
use crate::vault::{Found, LetterKey};
use crate::writer::{AppendWork, Command, job};
use crate::{AppendError, LeaseToken, Store};
use catalogue::Code;
use jiff::Timestamp;
use letter::{ChannelKind, Event, LetterId, MessageUuid};
use std::sync::Arc;

/// Events to append to a letter.
#[derive(Clone, Debug)]
pub struct Append {
    /// The letter.
    pub id: LetterId,
    /// Number of the last event that the caller knows; another one is a conflict.
    pub expected_seq: u32,
    /// What happened, in order. May be empty, to move only `index` or the lease.
    pub events: Vec<Event>,
    /// When. Kept to the microsecond.
    pub at: Timestamp,
    /// Where the letter stands after these events.
    pub index: Index,
    /// What becomes of the lease.
    pub lease: LeaseAction,
    /// Contents that the events speak of: the composed message, a raw answer.
    pub blobs: Vec<Blob>,
    /// The receipt that the events came from; it is marked as matched in the same transaction.
    pub receipt: Option<ReceiptId>,
}

/// Where a letter stands, for lists and for the queue: derived from its events by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Name of its state.
    pub state: String,
    /// Which way it goes.
    pub channel: Option<ChannelKind>,
    /// Why.
    pub reason: Option<Code>,
    /// Whether a person must look.
    pub attention: bool,
    /// When the gateway must look at it again; nothing if it never need.
    pub due_at: Option<Timestamp>,
    /// Id of its message on the wire, by which receipts find the letter. Earlier ones stay known.
    pub message_uuid: Option<MessageUuid>,
}

/// What becomes of the lease on a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaseAction {
    /// The caller holds this lease and goes on.
    Keep(LeaseToken),
    /// The caller holds this lease and is done.
    Release(LeaseToken),
    /// The caller holds no lease (a receipt, a person); another's stays as it is.
    None,
}

impl Store {
    /// Appends events, moves index and lease and stores the blobs in one transaction; returns when it is
    /// durable, with the number of the letter's last event.
    ///
    /// # Errors
    /// [`AppendError`]; nothing was changed then.
    pub async fn append(&self, append: Append) -> Result<u32, AppendError> {
        let Append { id, expected_seq, events, at, index, lease, blobs, receipt } = append;
        let key = self.key_of_known(id).await?;
        let blobs = self.keep(&blobs, key.as_ref()).await?;
        let sealed = events.iter().zip(expected_seq.saturating_add(1)..);
        let events = sealed.map(|(event, seq)| sealed_event(key.as_deref(), seq, event));
        let work = AppendWork {
            id: id.0,
            expected_seq,
            events: events.collect::<Result<_, _>>()?,
            at_us: micros(at),
            state: index.state.into(),
            channel: index.channel.map(|channel| channel.as_str().into()),
            reason: index.reason.map(|reason| reason.as_str().into()),
            attention: index.attention,
            due_at_us: index.due_at.map(micros),
            message: index.message_uuid.map(|message| message.0),
            lease,
            blobs,
            receipt: receipt.map(|receipt| receipt.0),
        };
        self.ask(|reply| Command::Append(job(work, reply))).await
    }

    /// The key of a letter that is stored; made for one that was stored before encryption was on.
    async fn key_of_known(&self, id: LetterId) -> Result<Option<Arc<LetterKey>>, AppendError> {
        match self.letter_key(id.0).await? {
            Found::Key(key) => Ok(Some(key)),
            Found::Forgotten => Err(AppendError::UnknownLetter),
            Found::Clear if self.vault().is_none() => Ok(None),
            Found::Clear => {
                let rows = index::SENDERS.read(self.readers(), vec![id.0.into()]).await?;
                let sender = rows.first().ok_or(AppendError::UnknownLetter)?.text(0)?;
                Ok(self.key_for(id, &sender).await?)
            }
        }
    }
}
