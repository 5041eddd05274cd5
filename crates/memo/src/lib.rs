//! MeMo 1.1 and 1.2, the message model of Danish Digital Post: model, streaming reader and writer, rules.
//!
//! No input or output of its own, no clock, no randomness: bytes, time and identities are handed in. Files of any
//! size pass through a [`ContentSink`] or [`ContentSource`] and need not be in memory.
//!
//! # Reading
//! [`read`] takes a message from memory, [`read_from`] from a stream, [`read_embedded`] from inside another document.
//! All of them judge the structure in the same pass and report every fault, not the first one only.
//!
//! # Composing and writing
//! Fill in a [`Message`] and [`write()`] it. What cannot be valid in the chosen version is refused before the first
//! byte is written.
//!
//! ```
//! use memo::model::{File, MainDocument, MessageBody, MessageHeader, Recipient, Sender};
//! use memo::{CheckOptions, Content, DateTime, Limits, Message, Uuid, Version};
//!
//! let message = Message {
//!     header: MessageHeader {
//!         message_uuid: Uuid::from_text("1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01"),
//!         label: "Et brev".into(),
//!         sender: Sender {
//!             sender_id: "12345678".into(),
//!             id_type: "CVR".into(),
//!             label: "Eksempel Kommune".into(),
//!             ..Sender::default()
//!         },
//!         recipient: Recipient {
//!             recipient_id: "2211771212".into(),
//!             id_type: "CPR".into(),
//!             ..Recipient::default()
//!         },
//!         ..MessageHeader::default()
//!     },
//!     body: Some(MessageBody {
//!         created_date_time: DateTime::from_text("2026-01-05T09:00:00Z"),
//!         main_document: MainDocument {
//!             files: vec![File {
//!                 encoding_format: "application/pdf".into(),
//!                 filename: "brev.pdf".into(),
//!                 language: "da".into(),
//!                 content: Content::Bytes(b"%PDF-1.7 ...".to_vec()),
//!             }],
//!             ..MainDocument::default()
//!         },
//!         ..MessageBody::default()
//!     }),
//!     ..Message::default()
//! };
//! let xml = memo::write_to_vec(&message, Version::V1_2)?;
//! assert_eq!(memo::read(&xml, &Limits::default()).unwrap(), message);
//! assert!(memo::check(&xml, &CheckOptions::default()).valid);
//! # Ok::<(), memo::WriteError>(())
//! ```
//!
//! # Judging
//! [`check`] applies every rule of the table ([`rules`], [`rules_markdown`]): those that need only the message always,
//! those that need time or a register when [`Context`] holds the fact. [`check_from`] reads, stores and judges in one
//! pass; [`check_message`] judges what is being composed. With [`CheckOptions::incoming`] a received message is
//! flagged rather than refused.
//!
//! # Containers
//! [`container`] packs and unpacks mass mailings: TAR in legacy LZMA, one message per entry.
//!
//! # More
//! [`convert()`] moves between versions and says what is lost; [`reply`], [`forward`] and [`route`] handle
//! answers; [`view`] shows a message as a case worker wants to read it.

mod answer;
mod check;
mod codes;
pub mod container;
mod content;
mod context;
mod convert;
mod cpr;
mod finding;
mod limits;
pub mod model;
mod read;
mod rules;
mod schema;
mod schema_traits;
mod time;
mod value;
mod version;
pub mod view;
mod write;
mod xml;

pub use answer::{AnswerError, NewMessage, RouteKey, forward, reply, route};
pub use catalogue::Language;
pub use check::{CheckOptions, Report, check, check_embedded, check_from, check_message, files};
pub use codes::{ActionCode, Archetype};
pub use content::{
    Content, ContentSink, ContentSource, CountSink, FileInfo, MemorySink, NoStore, Part, WriteSink,
};
pub use context::{ContactPointFacts, ContactState, Context, OrganisationFacts, PartyRole, RecipientFacts};
pub use convert::{Loss, convert};
pub use finding::{Finding, Severity};
pub use limits::Limits;
pub use model::Message;
pub use read::{ReadError, read, read_embedded, read_from};
pub use rules::{Judged, Rule, rule, rules, rules_markdown};
pub use value::{Date, DateTime, MessageType, Uuid};
pub use version::Version;
pub use write::{WriteError, validate, write, write_to_vec, write_with};
