//! The one place that writes a letter with its recipient in clear: for the store, nowhere else.

use crate::{
    Agreement, Body, Contact, Data, Document, Letter, LetterId, NoticeTo, ProtectionClass, Ready, SenderId,
    Terms, TypeCode,
};
use jiff::Timestamp;
use party::{Country, PartyId, PostalAddress};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StoredCountry {
    Dk,
    Se,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    id: LetterId,
    sender: SenderId,
    unit: Option<String>,
    letter_type: TypeCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    type_version: Option<u32>,
    class: ProtectionClass,
    country: StoredCountry,
    recipient: String,
    recipient_name: Option<String>,
    address: Option<PostalAddress>,
    protected: bool,
    subject: String,
    body: Option<Body>,
    contact: Contact,
    documents: Vec<Document>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ready: Option<Ready>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    agreements: Vec<Agreement>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<NoticeTo>,
    reference: Option<String>,
    case_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, skip_serializing_if = "Data::is_empty")]
    data: Data,
    #[serde(default, skip_serializing_if = "Terms::is_unbound")]
    terms: Terms,
    source: String,
    accepted_at: Timestamp,
}

/// A stored letter that cannot be read back: the database was changed by another hand.
#[derive(Debug, thiserror::Error)]
pub enum StoredLetterError {
    /// Not the JSON that [`Letter::to_stored`] writes.
    #[error("stored letter is not readable at line {line}, column {column}")]
    Json {
        /// Line in the stored text.
        line: usize,
        /// Column in the stored text.
        column: usize,
    },
    /// The recipient is not a number of its country.
    #[error("stored letter has an unreadable recipient")]
    Recipient,
}

impl Letter {
    /// The letter as JSON for the store, recipient in clear. Never log or answer with it.
    pub fn to_stored(&self) -> String {
        let letter = self.clone();
        let stored = Stored {
            id: letter.id,
            sender: letter.sender,
            unit: letter.unit,
            letter_type: letter.letter_type,
            type_version: letter.type_version,
            class: letter.class,
            country: match letter.recipient.country() {
                Country::Dk => StoredCountry::Dk,
                Country::Se => StoredCountry::Se,
            },
            recipient: letter.recipient.reveal().to_owned(),
            recipient_name: letter.recipient_name,
            address: letter.address,
            protected: letter.protected,
            subject: letter.subject,
            body: letter.body,
            contact: letter.contact,
            documents: letter.documents,
            ready: letter.ready,
            agreements: letter.agreements,
            notice: letter.notice,
            reference: letter.reference,
            case_id: letter.case_id,
            language: letter.language,
            data: letter.data,
            terms: letter.terms,
            source: letter.source,
            accepted_at: letter.accepted_at,
        };
        // All fields are strings, numbers and maps with string keys: serialising them cannot fail.
        serde_json::to_string(&stored).unwrap_or_default()
    }

    /// Reads back what [`Letter::to_stored`] wrote.
    ///
    /// # Errors
    /// [`StoredLetterError`] names the place, never the content.
    pub fn from_stored(text: &str) -> Result<Letter, StoredLetterError> {
        let stored: Stored = serde_json::from_str(text)
            .map_err(|error| StoredLetterError::Json { line: error.line(), column: error.column() })?;
        let country = match stored.country {
            StoredCountry::Dk => Country::Dk,
            StoredCountry::Se => Country::Se,
        };
        Ok(Letter {
            id: stored.id,
            sender: stored.sender,
            unit: stored.unit,
            letter_type: stored.letter_type,
            type_version: stored.type_version,
            class: stored.class,
            recipient: PartyId::parse_wire(country, &stored.recipient)
                .map_err(|_| StoredLetterError::Recipient)?,
            recipient_name: stored.recipient_name,
            address: stored.address,
            protected: stored.protected,
            subject: stored.subject,
            body: stored.body,
            contact: stored.contact,
            documents: stored.documents,
            ready: stored.ready,
            agreements: stored.agreements,
            notice: stored.notice,
            reference: stored.reference,
            case_id: stored.case_id,
            language: stored.language,
            data: stored.data,
            terms: stored.terms,
            source: stored.source,
            accepted_at: stored.accepted_at,
        })
    }
}
