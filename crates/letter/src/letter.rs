//! The letter: what a caller handed in, immutable after acceptance.

use crate::{Agreement, Data, Digest, LetterId, NoticeTo, ProtectionClass, Ready, SenderId, Terms, TypeCode};
use catalogue::Code;
use jiff::Timestamp;
use party::{PartyId, PostalAddress};
use serde::{Deserialize, Serialize};

/// One accepted letter. It has no `Serialize`: the recipient is a secret, and only
/// [`Letter::to_stored`] writes it, for the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Id given at acceptance.
    pub id: LetterId,
    /// The municipality that sends: the sender on the wire (R6, A13).
    pub sender: SenderId,
    /// Board or unit inside the municipality: on every log entry, never the sender on the wire (R6, R8). Danish
    /// messages name it as content responsible unless the channel's `show_unit` is off.
    pub unit: Option<String>,
    /// Letter type.
    pub letter_type: TypeCode,
    /// Version of the type, for one that was imported; none for one of the configuration file.
    pub type_version: Option<u32>,
    /// Protection class of the type when the letter was accepted (R34).
    pub class: ProtectionClass,
    /// Who it is for.
    pub recipient: PartyId,
    /// Name of the recipient, when the caller knows it; for paper and for the MeMo label.
    pub recipient_name: Option<String>,
    /// Postal address, when the caller knows it; used for paper only.
    pub address: Option<PostalAddress>,
    /// The caller says that the recipient has a protected identity (B6).
    pub protected: bool,
    /// Title that the recipient sees.
    pub subject: String,
    /// Text that the recipient reads without opening the documents.
    pub body: Option<Body>,
    /// Whom the recipient can turn to (R32); the letter type's when the caller gives none.
    pub contact: Contact,
    /// The files, main document first.
    pub documents: Vec<Document>,
    /// The message itself, when its sender wrote and signed it: the gateway only seals it.
    pub ready: Option<Ready>,
    /// Agreements of the recipient's that may make the letter needless, as the caller knows them (R63).
    pub agreements: Vec<Agreement>,
    /// Where a neutral notice goes once the letter lies in the mailbox (R105).
    pub notice: Option<NoticeTo>,
    /// The caller's own reference, returned in every answer.
    pub reference: Option<String>,
    /// Case number in the caller's system.
    pub case_id: Option<String>,
    /// Language of the letter, two letters; its type's or sender's when the caller names none (R43).
    pub language: Option<String>,
    /// The caller's business fields, from which the type's markup is filled.
    pub data: Data,
    /// When it may leave, and until when.
    pub terms: Terms,
    /// Name of the API key or person that handed it in.
    pub source: String,
    /// When it was safely stored.
    pub accepted_at: Timestamp,
}

impl Letter {
    /// The moment from which dates in the letter count: when it is to be sent, else when it was accepted.
    pub fn sent_from(&self) -> Timestamp {
        self.terms.not_before().unwrap_or(self.accepted_at).max(self.accepted_at)
    }
}

/// Message text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Plain or HTML (R26).
    pub kind: BodyKind,
    /// The text itself, UTF-8.
    pub text: String,
}

/// The two body types that Mina meddelanden allows (D1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// `text/plain`
    Plain,
    /// `text/html`
    Html,
}

impl BodyKind {
    /// The MIME type on the wire.
    pub const fn media_type(self) -> &'static str {
        match self {
            BodyKind::Plain => "text/plain",
            BodyKind::Html => "text/html",
        }
    }
}

/// Contact details shown with the letter (R32); becomes Supportinfo in Sweden, AttentionData in Denmark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// One to three sentences: whom to turn to. 1 to 1,024 characters (D4, D5).
    pub text: String,
    /// Web page, `https` (D16).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// One file of a letter; its bytes lie in the blob store under `digest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// File name that the recipient sees.
    pub name: String,
    /// MIME type, checked against the content at intake.
    pub media_type: String,
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// Size of the bytes.
    pub size_bytes: u64,
    /// Number of pages, for print.
    pub pages: Option<u32>,
    /// Language of this document, two letters, when it differs from the letter's (R43).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What keeps those who do not see it from reading it, the highest barrier first, as far as the file tells (R180).
    /// Nothing where it was not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barriers: Option<Vec<Code>>,
}
