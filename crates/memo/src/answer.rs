//! Answers and forwarding: the original's metadata is carried on (G6, G7, G10) and tells where to go (G11).

use crate::content::Content;
use crate::model::{
    ContactPoint, File, ForwardData, MainDocument, Message, MessageBody, MessageHeader, Recipient, ReplyData,
    Sender, TechnicalDocument,
};
use crate::value::{DateTime, Uuid};
use std::collections::HashSet;

/// What is new in an answer or a forwarded message.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Identity of the new message; never the original's (C13, G10).
    pub message_uuid: uuid::Uuid,
    /// When it is made.
    pub created: jiff::Timestamp,
    /// Title; `None` takes the original's with `Sv:` or `Vs:` before it.
    pub label: Option<String>,
    /// The letter; for forwarding `None` keeps the original's documents.
    pub main_document: Option<MainDocument>,
    /// The original message as it was received, to be kept byte for byte as a technical document.
    pub original: Option<Content>,
}

/// Why there can be no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// `reply` is not true (G9); write a new message instead.
    #[error("the message does not invite an answer (reply is not true); write a new message instead")]
    NotInvited,
    /// An answer needs a main document.
    #[error("an answer needs a main document")]
    NoDocument,
    /// The identity is that of the original (C13, G10).
    #[error("the new message needs a messageUUID of its own")]
    SameUuid,
}

/// The answer to a message, from its recipient to its sender.
///
/// The original's `ReplyData` is carried on unchanged and in order (G6); an entry that names the original is there
/// or is added (G7). The contact point is the first that the original offers (G11).
///
/// # Errors
/// [`AnswerError`]
pub fn reply(original: &Message, new: NewMessage) -> Result<Message, AnswerError> {
    let from = &original.header;
    if from.reply != Some(true) {
        return Err(AnswerError::NotInvited);
    }
    let main_document = new.main_document.ok_or(AnswerError::NoDocument)?;
    let message_uuid = own_uuid(new.message_uuid, original)?;
    let contact_point = reply_contact_point(original);
    let header = MessageHeader {
        message_uuid,
        label: new.label.unwrap_or_else(|| prefixed("Sv: ", &from.label)),
        sender: Sender {
            sender_id: from.recipient.recipient_id.clone(),
            id_type: from.recipient.id_type.clone(),
            label: from.recipient.label.clone().unwrap_or_default(),
            attention_data: from.recipient.attention_data.clone(),
            contact_point: from.recipient.contact_point.clone(),
            ..Sender::default()
        },
        recipient: Recipient {
            recipient_id: from.sender.sender_id.clone(),
            id_type: from.sender.id_type.clone(),
            label: Some(from.sender.label.clone()),
            attention_data: from.sender.attention_data.clone(),
            contact_point,
            ..Recipient::default()
        },
        content_data: from.content_data.clone(),
        reply_data: carried_on(original),
        ..MessageHeader::default()
    };
    let body = MessageBody {
        created_date_time: DateTime::from(new.created),
        main_document,
        technical_documents: kept(new.original),
        ..MessageBody::default()
    };
    let message = Message { version: original.version, memo_sch_version: None, header, body: Some(body) };
    Ok(crate::convert::convert(message, original.version).0)
}

/// The same message sent on to another party as a new message (G10).
///
/// # Errors
/// [`AnswerError::SameUuid`], [`AnswerError::NoDocument`] when neither the original nor the new message has one.
pub fn forward(
    original: &Message,
    sender: Sender,
    recipient: Recipient,
    comment: Option<String>,
    new: NewMessage,
) -> Result<Message, AnswerError> {
    let from = &original.header;
    let message_uuid = own_uuid(new.message_uuid, original)?;
    let created = || DateTime::from(new.created);
    let mut body = match (new.main_document, &original.body) {
        (Some(main_document), _) => MessageBody { main_document, ..MessageBody::default() },
        (None, Some(body)) => body.clone(),
        (None, None) => return Err(AnswerError::NoDocument),
    };
    let original_created = original.body.as_ref().map_or_else(created, |b| b.created_date_time.clone());
    body.created_date_time = created();
    body.technical_documents.extend(kept(new.original));
    let attention = from.sender.attention_data.as_ref();
    let header = MessageHeader {
        message_uuid,
        message_code: from.message_code.clone(),
        label: new.label.unwrap_or_else(|| prefixed("Vs: ", &from.label)),
        sender,
        recipient,
        content_data: from.content_data.clone(),
        forward_data: Some(ForwardData {
            message_uuid: from.message_uuid.clone(),
            original_message_date_time: original_created,
            original_sender: from.sender.label.clone(),
            original_content_responsible: attention
                .and_then(|a| a.content_responsible.as_ref())
                .and_then(|c| c.label.clone()),
            original_representative: from.sender.representative.as_ref().map(|r| r.label.clone()),
            contact_point_id: from.sender.contact_point.as_ref().map(|c| c.contact_point_id.clone()),
            comment,
        }),
        reply_data: from.reply_data.clone(),
        ..MessageHeader::default()
    };
    let message = Message { version: original.version, memo_sch_version: None, header, body: Some(body) };
    Ok(crate::convert::convert(message, original.version).0)
}

/// A key by which an incoming message may find its receiver (G11).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RouteKey {
    /// `Recipient.ContactPoint`.
    ContactPoint(String),
    /// `ReplyData.contactPointID`.
    ReplyContactPoint(String),
    /// `ReplyData.generatingSystemID`.
    GeneratingSystem(String),
    /// `ReplyData.caseID` or `ContentData.CaseID`.
    Case(String),
    /// `ContentData.KLEdata.subjectKey`.
    Kle(String),
}

/// The keys of a message in the order in which they are to be tried; keep the first that resolves (G11).
#[must_use]
pub fn route(message: &Message) -> Vec<RouteKey> {
    let header = &message.header;
    let replies = || header.reply_data.iter();
    let content = header.content_data.as_ref();
    let point =
        header.recipient.contact_point.iter().map(|c| RouteKey::ContactPoint(c.contact_point_id.clone()));
    let reply_points = replies().filter_map(|r| r.contact_point_id.clone()).map(RouteKey::ReplyContactPoint);
    let systems = replies().filter_map(|r| r.generating_system_id.clone()).map(RouteKey::GeneratingSystem);
    let cases = replies().filter_map(|r| r.case_id.clone());
    let cases =
        cases.chain(content.and_then(|c| c.case_id.as_ref()).map(|c| c.case_id.clone())).map(RouteKey::Case);
    let kle = content.and_then(|c| c.kle_data.as_ref()).map(|k| RouteKey::Kle(k.subject_key.clone()));
    let mut seen = HashSet::new();
    point
        .chain(reply_points)
        .chain(systems)
        .chain(cases)
        .chain(kle)
        .filter(|key| seen.insert(key.clone()))
        .collect()
}

fn own_uuid(uuid: uuid::Uuid, original: &Message) -> Result<Uuid, AnswerError> {
    let uuid = Uuid::from(uuid);
    if uuid == original.header.message_uuid { Err(AnswerError::SameUuid) } else { Ok(uuid) }
}

/// The original's thread, with the original itself in it.
fn carried_on(original: &Message) -> Vec<ReplyData> {
    let from = &original.header;
    let mut thread = from.reply_data.clone();
    if !thread.iter().any(|r| r.message_uuid == from.message_uuid) {
        let attention = from.sender.attention_data.as_ref();
        thread.push(ReplyData {
            message_id: from.message_id.clone(),
            message_uuid: from.message_uuid.clone(),
            sender_id: Some(from.sender.sender_id.clone()),
            recipient_id: Some(from.recipient.recipient_id.clone()),
            case_id: from.content_data.as_ref().and_then(|c| c.case_id.as_ref()).map(|c| c.case_id.clone()),
            contact_point_id: from.sender.contact_point.as_ref().map(|c| c.contact_point_id.clone()),
            generating_system_id: attention
                .and_then(|a| a.generating_system.as_ref())
                .map(|g| g.generating_system_id.clone()),
            ..ReplyData::default()
        });
    }
    thread
}

/// The sender's contact point, else the one that its return data names.
fn reply_contact_point(original: &Message) -> Option<ContactPoint> {
    let header = &original.header;
    let named = || {
        let own = header.reply_data.iter().find(|r| r.message_uuid == header.message_uuid)?;
        Some(ContactPoint { contact_point_id: own.contact_point_id.clone()?, ..ContactPoint::default() })
    };
    // What the sender was asked for is not the answerer's to repeat.
    let offered = header.sender.contact_point.clone().map(|c| ContactPoint { contact_info: Vec::new(), ..c });
    offered.or_else(named)
}

/// `Sv: ` or `Vs: ` before a title, once, within 256 characters.
fn prefixed(prefix: &str, label: &str) -> String {
    let text = if label.starts_with(prefix) { label.to_owned() } else { format!("{prefix}{label}") };
    text.chars().take(256).collect()
}

/// The original as a technical document (R183).
fn kept(original: Option<Content>) -> Vec<TechnicalDocument> {
    let file = |content| File {
        encoding_format: "text/xml".to_owned(),
        filename: "original-memo.xml".to_owned(),
        language: "da".to_owned(),
        content,
    };
    let document = |content| TechnicalDocument {
        label: Some("MeMo".to_owned()),
        files: vec![file(content)],
        ..TechnicalDocument::default()
    };
    original.map(document).into_iter().collect()
}
