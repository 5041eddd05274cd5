//! Letters for tests, and what is stored with them; the tests of other crates take them from here too.
#![allow(dead_code, reason = "each test binary uses a part")]

use jiff::{SignedDuration, Timestamp};
use letter::{Contact, Event, Letter, LetterId, ProtectionClass, SenderId, TypeCode};
use party::{Country, PartyId};
use store::{Append, Blob, Index, LeaseAction, NewLetter};
use uuid::Uuid;

/// A number of the official list of Swedish test numbers.
pub(crate) const RECIPIENT: &str = "198101052382";

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

pub(crate) fn after(start: Timestamp, seconds: i64) -> Timestamp {
    start.checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

pub(crate) fn letter(sender: &str, letter_type: &str, accepted_at: Timestamp) -> Letter {
    Letter {
        id: LetterId(Uuid::now_v7()),
        sender: SenderId::from(sender),
        unit: None,
        letter_type: TypeCode::from(letter_type),
        class: ProtectionClass::One,
        recipient: PartyId::parse(Country::Se, RECIPIENT).unwrap(),
        recipient_name: None,
        address: None,
        protected: false,
        subject: "Beslut om förskoleplats".to_owned(),
        body: None,
        contact: Contact::default(),
        documents: Vec::new(),
        ready: None,
        agreements: Vec::new(),
        notice: None,
        reference: None,
        case_id: None,
        language: None,
        data: Default::default(),
        type_version: None,
        terms: letter::Terms::default(),
        source: "test".to_owned(),
        accepted_at,
    }
}

pub(crate) fn new(letter: Letter) -> NewLetter {
    let due_at = letter.accepted_at;
    NewLetter { letter, blobs: Vec::new(), idempotency: None, recipient_hash: [7; 32], due_at }
}

/// A letter with one document of these bytes.
pub(crate) fn with_document(mut letter: Letter, bytes: Vec<u8>) -> NewLetter {
    let blob = Blob::new(bytes);
    letter.documents.push(letter::Document {
        name: "beslut.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        digest: blob.digest(),
        size_bytes: blob.size_bytes(),
        pages: Some(1),
        language: None,
        barriers: None,
    });
    NewLetter { blobs: vec![blob], ..new(letter) }
}

pub(crate) fn index(state: &str) -> Index {
    Index {
        state: state.to_owned(),
        channel: None,
        reason: None,
        attention: false,
        due_at: None,
        message_uuid: None,
    }
}

pub(crate) fn append(id: LetterId, expected_seq: u32, events: Vec<Event>) -> Append {
    Append {
        id,
        expected_seq,
        events,
        at: at(1),
        index: index("routed"),
        lease: LeaseAction::None,
        blobs: Vec::new(),
        receipt: None,
    }
}
