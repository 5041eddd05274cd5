//! The lines of the journal. No personal number is among them: recipients go by alias.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::memos::Nature;
use crate::outcome::Outcome;
use crate::recipients::Operator;

/// Through which side a letter came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Channel {
    Alfa,
    Beta,
    DigitalPost,
}

impl Channel {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Alfa => "alfa",
            Self::Beta => "beta",
            Self::DigitalPost => "digital_post",
        }
    }
}

impl From<Operator> for Channel {
    fn from(operator: Operator) -> Self {
        match operator {
            Operator::Alfa => Self::Alfa,
            Operator::Beta => Self::Beta,
        }
    }
}

/// What the mailbox shows of a letter without opening it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) sender: String,
    pub(crate) subject: String,
    /// Organisation number of the certificate that signed (Sweden) or handed in (Denmark).
    pub(crate) signed_by: String,
    /// The same for the seal (Sweden).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sealed_by: Option<String>,
    /// Whether documents are enclosed.
    #[serde(default)]
    pub(crate) documents: u32,
}

/// What a receipt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ReceiptStatus {
    Received,
    Completed,
    Invalid,
    NotAllowed,
}

/// A receipt in the form of the interface (`receipt_*.json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Receipt {
    pub(crate) transmission_id: Uuid,
    #[serde(rename = "messageUUID")]
    pub(crate) message_uuid: Option<Uuid>,
    pub(crate) message_id: Option<String>,
    pub(crate) error_code: Option<String>,
    pub(crate) error_message: Option<String>,
    pub(crate) time_stamp: Timestamp,
    pub(crate) receipt_status: ReceiptStatus,
}

/// How a print job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintStatus {
    /// In an envelope and posted.
    Printed,
    /// Refused; the acknowledgement has a code.
    Rejected,
}

/// A step in a message's trail (`events/`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Trail {
    MemoSendReceived,
    TechnicalReceiptSent,
    MemoSendValidated,
    MemoSendValidationFailed,
    MessageReceived,
    BusinessReceiptCreated,
    MemoSendFailed,
}

/// Which part of a `kombi_request` goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KombiPart {
    /// The MeMo, to the mailbox.
    Digital,
    /// The consignment, to print.
    Print,
}

/// A letter that KombiPostAfsend has accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KombiTaken {
    pub(crate) transmission: Uuid,
    /// The municipality of the token.
    pub(crate) cvr: String,
    pub(crate) message_uuid: Uuid,
    pub(crate) message_id: Option<String>,
    /// `AfsendelseIdentifikator`.
    pub(crate) consignment: Option<String>,
    pub(crate) part: KombiPart,
    pub(crate) alias: Option<String>,
    /// The MeMo, if it goes to a mailbox and is valid.
    pub(crate) blob: Option<String>,
    /// What the rules say of the MeMo.
    #[serde(default)]
    pub(crate) nature: Nature,
    pub(crate) facts: Facts,
    pub(crate) pages: u32,
    /// Title of the consignment.
    pub(crate) title: String,
    pub(crate) at: Timestamp,
    /// The answer was lost on purpose: its PostStatus is late.
    pub(crate) late: bool,
    /// Its PostStatus is to come twice and in the wrong order.
    pub(crate) double: bool,
    /// Its PostStatus never comes.
    #[serde(default)]
    pub(crate) missing: bool,
}

/// A PostStatus that waits to be pushed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PostStatus {
    /// Names this delivery; a doubled message has two.
    pub(crate) delivery: Uuid,
    /// `BeskedId`.
    pub(crate) id: Uuid,
    pub(crate) attempt: u32,
    pub(crate) transmission: Uuid,
    pub(crate) cvr: String,
    pub(crate) message_uuid: Uuid,
    pub(crate) message_id: Option<String>,
    pub(crate) consignment: Option<String>,
    pub(crate) on_paper: bool,
    /// `TransaktionsStatusKode`.
    pub(crate) status: String,
    /// `FejlKode` and `FejlTekst`.
    pub(crate) error: Option<(String, String)>,
    pub(crate) at: Timestamp,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub(crate) enum Entry {
    /// A recipient plays something else from now on; both empty: as in the table.
    Outcome {
        alias: String,
        #[serde(default)]
        outcome: Option<Outcome>,
        #[serde(default)]
        operator: Option<Operator>,
    },
    /// Whom a recipient takes mail from: organisation numbers.
    Accepts { alias: String, senders: Vec<String> },
    /// A request to the register waits for more signatures.
    Waits { alias: String, request: super::account::Waiting },
    /// It was carried out or taken back.
    WaitedFor { alias: String, kind: super::account::WaitingKind },
    /// Somebody tried to deliver a message.
    Attempt { place: String, message_id: String },
    /// A letter lies in a mailbox.
    Delivered {
        channel: Channel,
        alias: String,
        message_id: String,
        /// TransId or transmissionId.
        transaction: String,
        blob: String,
        at: Timestamp,
        facts: Facts,
    },
    /// A repeat was recognised and answered without a second delivery.
    Repeat { channel: Channel, message_id: String },
    /// A MeMo was taken in by Digital Post; its business receipt is due.
    MemoTaken {
        transmission: Uuid,
        system: String,
        message_uuid: Option<Uuid>,
        message_id: Option<String>,
        /// Recipient in the table, if the message names one.
        alias: Option<String>,
        blob: String,
        at: Timestamp,
        /// The answer was lost on purpose: the business receipt is late.
        late: bool,
        /// Its receipts are to come twice and in the wrong order.
        double: bool,
        /// Its business receipt never comes.
        #[serde(default)]
        missing: bool,
    },
    /// A receipt waits to be fetched; `business` ends the validation of its transmission.
    Receipt { id: Uuid, system: String, business: bool, receipt: Receipt },
    /// A receipt was deleted by the sender system.
    ReceiptDeleted { id: Uuid },
    /// A step of a message's trail.
    Trail { message_uuid: Uuid, tag: Trail, at: Timestamp },
    /// The print shop is done with a job.
    Print {
        job_id: String,
        status: PrintStatus,
        code: Option<String>,
        pages: u32,
        alias: Option<String>,
        at: Timestamp,
        /// What the job is called on the page that shows the printed jobs.
        title: String,
    },
    /// A print job came again under the same id.
    PrintRepeat { job_id: String },
    /// KombiPostAfsend accepted a letter.
    KombiTaken(Box<KombiTaken>),
    /// What becomes of it is decided and written in the entries before.
    KombiDone { transmission: Uuid },
    /// A PostStatus waits to be pushed.
    PostStatus(Box<PostStatus>),
    /// It was taken by the receiver.
    PostStatusTaken { delivery: Uuid },
}
