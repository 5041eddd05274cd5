//! What can happen to a letter. Events are appended, never changed.

use crate::{ChannelKind, Digest, MessageUuid, NoticeWay, Route, Terms};
use catalogue::Code;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An event with its place in the letter's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// 1, 2, 3 … without gaps.
    pub seq: u32,
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// One thing that happened. `detail` texts are technical, and scrubbed of personal numbers by who writes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Stored safely; from here on the letter has a way out, within these terms.
    Accepted(Terms),
    /// The register was asked (R12 step 1, R54): recorded for each letter, each time.
    LookedUp {
        /// Channel whose register was asked.
        channel: ChannelKind,
        /// Yes, no or unknown.
        answer: LookupAnswer,
        /// Why.
        reason: Code,
        /// Technical detail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        /// When to ask again, after an unknown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_at: Option<Timestamp>,
    },
    /// The channel switch has decided.
    Routed {
        /// Where it goes.
        #[serde(flatten)]
        route: Route,
        /// Why.
        reason: Code,
    },
    /// The message was built, checked and stored (R12 step 2); from now on only these bytes are sent.
    Composed {
        /// Channel it was built for.
        channel: ChannelKind,
        /// Its id on the wire.
        message_uuid: MessageUuid,
        /// SHA-256 of the stored bytes.
        digest: Digest,
        /// Their size.
        size_bytes: u64,
        /// Ids of rules that it breaks without harm: markup that is missing (N1–N15).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<String>,
    },
    /// Sending begins; written before the first byte leaves.
    Attempted {
        /// Channel.
        channel: ChannelKind,
        /// 1 for the first.
        attempt: u32,
    },
    /// The attempt certainly had no effect.
    AttemptFailed {
        /// Channel.
        channel: ChannelKind,
        /// What went wrong.
        problem: Code,
        /// Technical detail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        /// When to try again.
        retry_at: Timestamp,
    },
    /// The channel asked for patience before an attempt began: its operator rests, or its sender is paused (F7, F10).
    Postponed {
        /// Channel.
        channel: ChannelKind,
        /// Why.
        problem: Code,
        /// Technical detail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        /// When to look again.
        retry_at: Timestamp,
    },
    /// The receiver has it (R12 step 3) and owes a receipt.
    HandedOver {
        /// Channel.
        channel: ChannelKind,
        /// The receiver's id for the transmission.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        transmission_id: Option<String>,
        /// The raw answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        raw: Option<Digest>,
    },
    /// The answer was lost: it may or may not have arrived (F8).
    InDoubt {
        /// Channel.
        channel: ChannelKind,
        /// What is known.
        problem: Code,
        /// Technical detail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        /// When to ask or repeat.
        ask_at: Timestamp,
    },
    /// The receiver was asked what became of the message.
    Asked {
        /// Channel.
        channel: ChannelKind,
        /// What it said.
        answer: AskAnswer,
        /// When to ask again.
        ask_at: Timestamp,
    },
    /// A receipt (R12 step 4).
    Receipt {
        /// Channel.
        channel: ChannelKind,
        /// The message it speaks of; a receipt for another message of this letter does not move its state.
        message_uuid: MessageUuid,
        /// What it says.
        kind: ReceiptKind,
        /// Error code of the catalogue, for a refusal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        problem: Option<Code>,
        /// The receiver's own code and transmission id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        /// The raw receipt.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        raw: Option<Digest>,
    },
    /// The digital channel said no after all; the letter goes another way, once (R66, C21).
    FellBack {
        /// From this channel.
        from: ChannelKind,
        /// Why.
        reason: Code,
        /// Receiver's code and call id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        /// The raw answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        raw: Option<Digest>,
    },
    /// A person must look.
    NeedsAttention {
        /// Why.
        problem: Code,
        /// Technical detail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
    /// The person who should look has not done so yet (R98).
    Reminded {
        /// 1 for the first reminder.
        number: u32,
    },
    /// A person has decided.
    Resolved {
        /// Who (name of key or user).
        by: String,
        /// What.
        how: Resolution,
        /// Their note.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A person asked for another try.
    Retried {
        /// Who.
        by: String,
    },
    /// Stopped by its sender before it left.
    Cancelled {
        /// Who.
        by: String,
    },
    /// Its time ran out before it left: it is not sent any more.
    Expired,
    /// A neutral notice is about to leave; written before the first byte does.
    NoticeBegun {
        /// By which way.
        way: NoticeWay,
    },
    /// The provider took the notice: no proof that anybody saw it (F14, R107).
    NoticeSent {
        /// By which way.
        way: NoticeWay,
        /// The provider's id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        provider_id: Option<String>,
    },
    /// The notice did not leave, or nobody knows; the letter is not touched by it.
    NoticeFailed {
        /// By which way.
        way: NoticeWay,
        /// What went wrong.
        problem: Code,
        /// Technical detail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        /// When to try again; `None` ends it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_at: Option<Timestamp>,
    },
}

/// The three answers of a lookup, for the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookupAnswer {
    /// Reachable.
    Yes,
    /// Not reachable.
    No,
    /// Unknown.
    Unknown,
}

/// What a receiver says when asked about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskAnswer {
    /// It has a trace of the message and is working on it.
    Underway,
    /// It has no trace of the message (yet).
    NotSeen,
    /// It could not be asked.
    NoAnswer,
}

/// What a receipt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// Taken in, nothing validated (technical receipt).
    Received,
    /// In the mailbox; of a print service: printed and posted.
    Delivered,
    /// Printed and posted by one who could choose between mailbox and paper.
    Posted,
    /// The message itself was refused: a person must mend it.
    Invalid,
    /// Refused for this sender or recipient: the register is asked again.
    NotAllowed,
    /// The recipient has opened it.
    Opened,
    /// Came back.
    Returned,
}

/// What a person may decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// It arrived (the operator confirmed it).
    Delivered,
    /// It did not arrive: take the letter type's fallback.
    NotDelivered,
    /// The case worker printed and posted it.
    Printed,
    /// Send the same bytes again, knowing that it may arrive twice.
    Resend,
    /// Taken note of: the letter stays as it is, and nobody need look any more.
    Noted,
}
