//! MeMo 1.1 and 1.2, the message model of Danish Digital Post: model, streaming reader and writer, rules.
//!
//! No input or output of its own, no clock, no randomness: bytes, time and identities are handed in. Files of any
//! size pass through a [`ContentSink`] or [`ContentSource`] and need not be in memory.
//!
//! # A MeMo in one paragraph
//! A [`Message`] is one letter to one recipient. Its [header](model::MessageHeader) says who writes to whom, what it
//! is about (case, KLE subject, vehicle, …) and what comes back with an answer ([`ReplyData`](model::ReplyData)). Its
//! [body](model::MessageBody) holds exactly one main document, any attachments, and technical documents for systems;
//! each is one or several [files](model::File) of the same text, and the first two kinds carry
//! [actions](model::Action): pay, sign, come to an appointment. A NemSMS is a header alone. 1.2 added
//! [`Representative`](model::Representative) and made two flags optional; both versions are in use. Elements stand in
//! a fixed order and in nine namespaces, which reader and writer see to.
//!
//! # Checking
//! [`check`] judges a message by every rule of the table ([`rules`], [`rules_markdown`]) and names each fault with
//! rule, path, line and column, in three languages.
//!
//! ```
//! use memo::{CheckOptions, Language, check};
//! let xml = br#"<?xml version="1.0" encoding="UTF-8"?>
//! <memo:Message xmlns:memo="https://DigitalPost.dk/MeMo-1" memoVersion="1.2">
//!   <memo:MessageHeader><memo:messageType>BREV</memo:messageType></memo:MessageHeader>
//! </memo:Message>"#;
//! let report = check(xml, &CheckOptions { language: Language::Da, ..CheckOptions::default() });
//! assert!(!report.valid);
//! let finding = report.findings.iter().find(|finding| finding.rule == "C1").unwrap();
//! assert_eq!((finding.line, finding.column), (3, 23));
//! assert_eq!(finding.path, "/memo:Message/memo:MessageHeader/memo:messageType");
//! assert_eq!(finding.message, "messageType er DIGITALPOST eller NEMSMS.");
//! ```
//!
//! Rules that need the clock or a register are judged when [`Context`] holds the fact, and a received message is
//! flagged rather than refused with [`CheckOptions::incoming`]:
//!
//! ```
//! # let xml = include_bytes!("../tests/support/base.xml");
//! use memo::{CheckOptions, Context, check};
//! let context = Context { now: Some("2026-03-01T12:00:00Z".parse()?), ..Context::default() };
//! let options = CheckOptions { context, ..CheckOptions::default() };
//! // It was to be delivered on 1 February.
//! assert_eq!(check(xml, &options).findings[0].rule, "C11");
//! assert!(check(xml, &CheckOptions { incoming: true, ..options }).valid);
//! # Ok::<(), jiff::Error>(())
//! ```
//!
//! # Reading
//! [`read`] takes a message from memory, [`read_from`] from a stream, [`read_embedded`] from inside another document
//! such as a `kombi_request`. Each file goes to a sink as it is decoded; the message keeps a handle to it.
//! [`check_from`] reads and judges in the same pass.
//!
//! ```
//! # let xml: &[u8] = include_bytes!("../tests/support/base.xml");
//! use memo::{Content, FileInfo, Limits, WriteSink, read_from};
//! # let folder = std::env::temp_dir();
//! let mut sink = WriteSink::new(|file: &FileInfo<'_>| {
//!     // The name in the message is foreign text: never use it as a path.
//!     let place = folder.join(format!("memo-guide-{}-{}", std::process::id(), file.number));
//!     Ok((place.display().to_string(), std::fs::File::create(place)?))
//! });
//! let message = read_from(xml, &Limits::default(), &mut sink)?;
//! let file = &message.body.unwrap().main_document.files[0];
//! let Content::Stored { handle, length } = &file.content else { unreachable!() };
//! assert_eq!(std::fs::read(handle)?, b"This is a test");
//! assert_eq!(*length, 14);
//! # for number in 0..3 {
//! #     std::fs::remove_file(folder.join(format!("memo-guide-{}-{number}", std::process::id())))?;
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Writing
//! Fill in a [`Message`] and [`write()`] it. What cannot be valid in the chosen version is refused before the first
//! byte is written. [`write_with`] takes large files from a [`ContentSource`].
//!
//! ```
//! use memo::model::{Action, EntryPoint, File, MainDocument, MessageBody, MessageHeader, Recipient, Sender};
//! use memo::{CheckOptions, Content, DateTime, Limits, Message, Uuid, Version};
//!
//! let file = File {
//!     encoding_format: "application/pdf".into(),
//!     filename: "opkrævning.pdf".into(),
//!     language: "da".into(),
//!     content: Content::Bytes(b"%PDF-1.7 ...".to_vec()),
//! };
//! let pay = Action {
//!     label: "Betal".into(),
//!     action_code: "BETALING".into(),
//!     end_date_time: Some(DateTime::from_text("2026-12-01T22:59:59Z")),
//!     entry_point: Some(EntryPoint { url: "https://eksempel.dk/betal".into() }),
//!     ..Action::default()
//! };
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
//!         main_document: MainDocument { files: vec![file], actions: vec![pay], ..MainDocument::default() },
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
//! A large file comes from wherever it lies, by its handle:
//!
//! ```
//! # let mut message = memo::read(include_bytes!("../tests/support/base.xml"), &memo::Limits::default()).unwrap();
//! use memo::{Content, Version, write_with};
//! let file = &mut message.body.as_mut().unwrap().main_document.files[0];
//! file.content = Content::Stored { handle: "zeros".to_owned(), length: 5_000_000 };
//! let mut source = |handle: &str| match handle {
//!     "zeros" => Ok(std::io::Read::take(std::io::repeat(0), 5_000_000)),
//!     _ => Err(std::io::Error::from(std::io::ErrorKind::NotFound)),
//! };
//! write_with(&message, Version::V1_2, &mut source, &mut std::io::sink())?;
//! # Ok::<(), memo::WriteError>(())
//! ```
//!
//! # Between the versions
//! [`convert()`] moves a message to the other version and says what has no place there:
//!
//! ```
//! # let message = memo::read(include_bytes!("../tests/support/base.xml"), &memo::Limits::default()).unwrap();
//! use memo::{Version, convert};
//! let (old, losses) = convert(message, Version::V1_1);
//! assert_eq!(losses.len(), 2);
//! assert!(losses[0].path.ends_with("/memo:Sender/memo:Representative"));
//! assert!(memo::write_to_vec(&old, Version::V1_1).is_ok());
//! ```
//!
//! # Answering and forwarding
//! [`reply`] carries the original's return data back unchanged and in order (G6), names what it answers (G7) and goes
//! to the contact point that was offered (G11). [`forward`] makes a new message with the original's identity in
//! `ForwardData` (G10). Either keeps the whole original as a technical document where asked; [`route`] says in which
//! order an answer looks for its receiver.
//!
//! ```
//! # let xml = include_bytes!("../tests/support/base.xml");
//! use memo::model::{File, MainDocument, Recipient, Sender};
//! use memo::{Content, Limits, NewMessage, RouteKey, Version, forward, read, reply, route, write_to_vec};
//! let original = read(xml, &Limits::default()).unwrap();
//! let text = File {
//!     encoding_format: "text/plain".into(),
//!     filename: "svar.txt".into(),
//!     language: "da".into(),
//!     content: Content::Bytes(b"Tak for brevet.".to_vec()),
//! };
//! let new = NewMessage {
//!     message_uuid: "7c9e6679-7425-40de-944b-e07fc1f90ae7".parse()?,
//!     created: "2026-01-06T10:00:00Z".parse()?,
//!     label: None,
//!     main_document: Some(MainDocument { files: vec![text], ..MainDocument::default() }),
//!     original: Some(Content::Bytes(xml.to_vec())),
//! };
//! let mut answer = reply(&original, new.clone())?;
//! answer.header.sender.label = "Mette Hansen".into();
//! assert_eq!(answer.header.label, "Sv: Et brev");
//! assert_eq!(answer.header.reply_data, original.header.reply_data);
//! assert!(matches!(&route(&answer)[0], RouteKey::ContactPoint(id) if id.starts_with("163710ae")));
//! assert!(write_to_vec(&answer, Version::V1_2).is_ok());
//!
//! let sender = Sender { sender_id: "12345678".into(), id_type: "CVR".into(), label: "Eksempel Kommune".into(), ..Sender::default() };
//! let recipient = Recipient { recipient_id: "87654321".into(), id_type: "CVR".into(), ..Recipient::default() };
//! let on = forward(&original, sender, recipient, Some("Hører til hos jer".into()), NewMessage { main_document: None, ..new })?;
//! assert_eq!(on.header.forward_data.unwrap().message_uuid, original.header.message_uuid);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Containers
//! [`container`] packs and unpacks mass mailings (TAR in legacy LZMA, one message per entry) and judges them with a
//! receipt per message; see there for examples.
//!
//! ```
//! # let xml = include_bytes!("../tests/support/base.xml");
//! use memo::container::{ContainerLimits, Outgoing, read_container, write_container};
//! use std::ops::ControlFlow;
//! let (mut packed, limits) = (Vec::new(), ContainerLimits::default());
//! let uuid = memo::Uuid::from_text("1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01");
//! write_container(&mut packed, [Ok(Outgoing { uuid, length: xml.len() as u64, content: &xml[..] })], &limits)?;
//! let end: ControlFlow<(), u64> = read_container(&packed[..], &limits, |entry, content| {
//!     assert_eq!(entry.name, "1e0b0f5a-6a3b-4c2d-8e1f-0a1b2c3d4e01.xml");
//!     assert_eq!(std::io::copy(content, &mut std::io::sink()).unwrap(), xml.len() as u64);
//!     ControlFlow::Continue(())
//! })?;
//! assert_eq!(end, ControlFlow::Continue(1));
//! # Ok::<(), memo::container::ContainerError>(())
//! ```
//!
//! # Showing
//! [`view`] shows a message as a case worker wants to read it: who, what, by when in Danish local time, with which
//! attachments, who may answer; as text or as a page that runs and loads nothing. Personal numbers are masked.
//!
//! ```
//! # let message = memo::read(include_bytes!("../tests/support/base.xml"), &memo::Limits::default()).unwrap();
//! use memo::{Language, view};
//! let text = view::render_text(&message, Language::En);
//! assert!(text.contains("  - pay: Betal, by 1 March 2026, 23:59, https://eksempel.dk/betal\n"));
//! assert!(text.contains("To: CPR 221177-****\n"));
//! let page = view::render_html(&message, Language::Da);
//! assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"da\">"));
//! ```
//!
//! # Hostile input
//! Whatever is read is bounded by [`Limits`] and [`container::ContainerLimits`]; document type declarations are
//! refused, entities never resolved, depth is counted rather than recursed into, and what a file is called is only
//! text. Findings, errors and `Debug` output never hold a personal number.

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
pub use check::{
    CheckOptions, Report, check, check_embedded, check_embedded_from, check_from, check_message, files,
};
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
