//! What a letter must be before it is accepted: every fault named with field, code and remedy, nothing stored.

mod fields;
mod nemsms;
mod notice;
mod rules;

pub use nemsms::no_documents;
pub use rules::judge;

use crate::{Agreement, Body, Contact, Data, NoticeTo};
use catalogue::Code;
use party::{PartyId, PostalAddress};
use std::collections::BTreeMap;

/// One reason not to accept a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Code in the catalogue.
    pub code: Code,
    /// JSON pointer to the field (RFC 6901); empty for the whole.
    pub pointer: String,
    /// The particulars, without personal data: limits, allowed values, what was found.
    pub detail: String,
}

impl Fault {
    /// A fault at a field.
    pub fn new(code: Code, pointer: impl Into<String>, detail: impl Into<String>) -> Fault {
        Fault { code, pointer: pointer.into(), detail: detail.into() }
    }
}

/// What a caller handed in, read but not yet judged. It holds the recipient's number as typed, hence no
/// `Debug` of it.
#[derive(Clone, Default)]
pub struct Submission {
    /// Letter type code.
    pub letter_type: Option<String>,
    /// Recipient's number as written by the caller.
    pub to: Option<String>,
    /// Title.
    pub subject: Option<String>,
    /// Plain text.
    pub text: Option<String>,
    /// HTML text.
    pub html: Option<String>,
    /// Caller's reference.
    pub reference: Option<String>,
    /// Case number.
    pub case_id: Option<String>,
    /// Board or unit.
    pub unit: Option<String>,
    /// Recipient's name.
    pub recipient_name: Option<String>,
    /// Recipient's postal address.
    pub address: Option<PostalAddress>,
    /// The caller knows that the recipient's identity is protected.
    pub protected: bool,
    /// Contact details for this letter.
    pub contact: Option<Contact>,
    /// Language of the letter, two letters (R43).
    pub language: Option<String>,
    /// Languages of documents that differ, by file name (R43).
    pub languages: BTreeMap<String, String>,
    /// Business fields.
    pub data: Data,
    /// Agreements of the recipient's that the caller knows of.
    pub agreements: Vec<Agreement>,
    /// Where a neutral notice shall go.
    pub notice: Option<NoticeTo>,
    /// Not before this moment.
    pub send_at: Option<jiff::Timestamp>,
    /// Not after this moment.
    pub expires_at: Option<jiff::Timestamp>,
    /// Not after so many hours.
    pub ttl_hours: Option<u32>,
    /// Minutes in which it can be taken back.
    pub recall_minutes: Option<u32>,
    /// Documents inside the JSON: name and base64 content.
    pub documents: Vec<SubmittedDocument>,
}

impl std::fmt::Debug for Submission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Submission").field("letter_type", &self.letter_type).finish_non_exhaustive()
    }
}

/// A document carried inside the JSON.
#[derive(Clone, Default)]
pub struct SubmittedDocument {
    /// File name.
    pub name: String,
    /// Base64 of the bytes, as written.
    pub content_base64: String,
}

/// The judged parts of a letter that do not depend on its documents' bytes.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Recipient.
    pub recipient: PartyId,
    /// Title, never empty.
    pub subject: String,
    /// Text, if any.
    pub body: Option<Body>,
    /// Contact details.
    pub contact: Contact,
    /// Where a neutral notice goes.
    pub notice: Option<NoticeTo>,
}
