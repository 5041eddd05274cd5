//! The trait behind which every way out of the house stands.

use crate::shown::Shown;
use async_trait::async_trait;
use bytes::Bytes;
use catalogue::Code;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use letter::{
    ChannelKind, Data, Fault, Letter, LetterType, Lookup, MessageUuid, Outcome, ReceiptKind, Resolved, Route,
    SenderId,
};
use party::PartyId;

/// An outgoing adapter. It holds no letter state: everything it needs is handed in, everything it learnt
/// is handed back.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Which channel this is.
    fn kind(&self) -> ChannelKind;

    /// Asks the register about each recipient, answers in the same order. A channel without a register
    /// says yes. Never fails: what is not known is [`Lookup::Unknown`].
    async fn lookup(&self, sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup>;

    /// The same for NemSMS: a subscription of its own, which the exempt may have too (J5). A channel without
    /// NemSMS says no.
    async fn lookup_nemsms(&self, _sender: &SenderId, recipients: &[PartyId]) -> Vec<Lookup> {
        vec![Lookup::No { reason: Code::NoNemSms }; recipients.len()]
    }

    /// The route that a yes opens: place, and whether the receiver de-duplicates or can be asked.
    fn route(&self, lookup: &Lookup) -> Route;

    /// Judges before acceptance whether the letter fits (D11, L1): an estimate that is never too small.
    ///
    /// # Errors
    /// The size and the limit.
    fn check_size(&self, job: &SizeJob) -> Result<(), TooLarge>;

    /// What is wrong with the business fields from which the message gets parts of its own, before acceptance (D17).
    fn check_data(&self, _data: &Data, _today: Date) -> Vec<Fault> {
        Vec::new()
    }

    /// Builds the message: complete, checked, signed; the bytes are stored and sent as they are.
    ///
    /// # Errors
    /// Why it cannot be built; always something for a person.
    async fn compose(&self, job: ComposeJob) -> Result<Message, ComposeError>;

    /// Reads a message back from the bytes that [`Channel::compose`] made. Nothing for bytes of another make.
    fn shown(&self, _bytes: &Bytes) -> Option<Shown> {
        None
    }

    /// Whether a message may be sent on this route now. Asked before an attempt is recorded, so that a letter can wait
    /// without one.
    ///
    /// # Errors
    /// How long to wait, and why.
    fn admits(&self, _sender: &SenderId, _route: &Route) -> Result<(), Hold> {
        Ok(())
    }

    /// Sends the stored bytes, once.
    async fn deliver(&self, job: DeliverJob) -> Delivery;

    /// Asks what became of a message.
    async fn ask(&self, sender: &SenderId, message: MessageUuid, transmission_id: Option<&str>) -> Answer;

    /// Receipts that lie ready for any sender. Each stays with the receiver until
    /// [`Channel::acknowledge`] is called, which happens after it was stored.
    async fn receipts(&self) -> Result<Vec<RawReceipt>, ConnectionProblem>;

    /// Tells the receiver that the receipt is safe.
    async fn acknowledge(&self, receipt: &RawReceipt) -> Result<(), ConnectionProblem>;

    /// Reads a stored raw receipt. Pure.
    fn read_receipt(&self, raw: &[u8]) -> Option<ReadReceipt>;

    /// Whether the register knows the sender, and this gateway as its dispatcher (R13, A15). Only a channel with such
    /// a register can say so.
    async fn standing(&self, _sender: &SenderId) -> Standing {
        Standing::Unknown("this channel has no register of senders".to_owned())
    }

    /// Looks at certificates, addresses and connections (for `config check`).
    async fn check(&self) -> Vec<Finding>;

    /// Called on a timer: looks whether keys were replaced, takes the new ones over, and tells how keys and
    /// certificates stand (R51, E18). Asks nobody.
    async fn look_at_keys(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// What is out of order at this moment, as far as it is known without asking anybody. Empty when all is well.
    fn conditions(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// Numbers for monitoring, as far as they are known without asking anybody.
    fn measures(&self) -> Vec<Measure> {
        Vec::new()
    }
}

/// A number for monitoring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Whole days until the certificate in use ends; negative after its end.
    CertificateDays {
        /// Id of its sender.
        sender: String,
        /// The days.
        days: i64,
    },
    /// Whether an operator is left alone after repeated failures.
    OperatorPaused {
        /// Name and address.
        operator: String,
        /// It is.
        paused: bool,
    },
    /// Whether the infrastructure keeps refusing a sender.
    SenderPaused {
        /// Its id.
        sender: String,
        /// It does.
        paused: bool,
    },
}

/// A letter that must wait although nothing is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Why.
    pub problem: Code,
    /// How long, milliseconds.
    pub wait_ms: u64,
    /// Technical detail without personal data.
    pub detail: String,
}

/// What a register says about a sender and its dispatcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Both are known, and belong together.
    Registered,
    /// They are not; the text says what is missing.
    NotRegistered(&'static str),
    /// It could not be asked: technical detail without personal data. An outage is not a "no".
    Unknown(String),
}

/// What is known of a letter's size before acceptance.
#[derive(Clone, Debug)]
pub struct SizeJob {
    /// Sizes of the documents in bytes.
    pub document_sizes: Vec<u64>,
    /// Size of subject, text and contact details in bytes.
    pub text_size: u64,
}

/// A letter too large for its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Estimated size of the whole message, bytes.
    pub size_bytes: u64,
    /// Limit of the channel, bytes.
    pub limit_bytes: u64,
}

/// Everything needed to build a message.
#[derive(Clone, Debug)]
pub struct ComposeJob {
    /// The letter.
    pub letter: Letter,
    /// Its type.
    pub letter_type: LetterType,
    /// Why this channel was chosen (printed on the job ticket).
    pub reason: Option<Code>,
    /// The message's id, made and kept by the caller.
    pub message_uuid: MessageUuid,
    /// Contents of the letter's documents, in order.
    pub documents: Vec<Bytes>,
    /// The octets that the sender has signed, when the letter came ready-made.
    pub ready: Option<Bytes>,
    /// Now: `createdDateTime`.
    pub now: Timestamp,
    /// Civil day in the recipient's country: the seal's date.
    pub today: Date,
    /// The type's markup filled from the letter's data.
    pub markup: Resolved,
    /// Zone of the sender: days in texts are its days.
    pub zone: TimeZone,
}

/// A built message.
#[derive(Clone, Debug)]
pub struct Message {
    /// The exact bytes: the evidence, and what is sent.
    pub bytes: Bytes,
    /// Ids of rules that it breaks without harm, such as markup that is missing (N1–N15).
    pub warnings: Vec<String>,
}

impl From<Vec<u8>> for Message {
    /// A message of a format whose rules give no warnings.
    fn from(bytes: Vec<u8>) -> Message {
        Message { bytes: Bytes::from(bytes), warnings: Vec::new() }
    }
}

/// A message that cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", code.as_str())]
pub struct ComposeError {
    /// Code in the catalogue.
    pub code: Code,
    /// What exactly: rule ids and places, no personal data.
    pub detail: String,
}

/// Everything needed to send.
#[derive(Clone, Debug)]
pub struct DeliverJob {
    /// Legal sender.
    pub sender: SenderId,
    /// The message's id.
    pub message_uuid: MessageUuid,
    /// Where.
    pub route: Route,
    /// The recipient: an answer for somebody else is no answer (F2).
    pub recipient: PartyId,
    /// The stored bytes.
    pub bytes: Bytes,
}

/// What came of an attempt, with the raw answer for the evidence.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The outcome; its `raw` is filled in by the caller once the answer is stored.
    pub outcome: Outcome,
    /// The raw answer, if one came.
    pub answer: Option<Bytes>,
}

/// A receipt as it lies with the receiver.
#[derive(Clone, Debug)]
pub struct RawReceipt {
    /// Channel it came through.
    pub channel: ChannelKind,
    /// Sender whose system it lies in.
    pub sender: SenderId,
    /// The receiver's id for it: the same one twice is the same receipt.
    pub key: String,
    /// Its bytes.
    pub raw: Bytes,
}

/// A receipt that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadReceipt {
    /// The message it speaks of.
    pub message_uuid: MessageUuid,
    /// What it says.
    pub kind: ReceiptKind,
    /// Code in the catalogue, for a refusal.
    pub problem: Option<Code>,
    /// The receiver's own code and transmission id.
    pub detail: Option<String>,
}

/// The answer to "what became of it?".
#[derive(Clone, Debug)]
pub enum Answer {
    /// Here is its receipt.
    Receipt(ReadReceipt, Bytes),
    /// It is known there and underway.
    Underway,
    /// There is no trace of it (yet).
    NotSeen,
    /// It could not be asked.
    NoAnswer(Option<String>),
}

/// A receiver that could not be reached or refused to talk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", code.as_str())]
pub struct ConnectionProblem {
    /// Code in the catalogue.
    pub code: Code,
    /// Technical detail without personal data.
    pub detail: String,
}

/// One finding of a connection check.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What was looked at, such as `sender demo-se certificate`.
    pub subject: String,
    /// What was found.
    pub found: String,
    /// How to mend it; empty when all is well.
    pub remedy: String,
}

/// Red, yellow, green.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Well.
    Ok,
    /// Works, but will not for long, or not everywhere.
    Warning,
    /// Does not work.
    Error,
}
