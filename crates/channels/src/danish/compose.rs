//! From a letter to a MeMo: the technical layer that every message has, and the letter's documents.

use super::documents;
use super::settings::{MemoSender, MemoVersion};
use crate::channel::{ComposeError, ComposeJob};
use catalogue::Code;
use letter::{Kle, Letter, LetterType, MessageKind};
use memo::model::{
    AttentionData, CaseId, ContactPoint, ContentData, ContentResponsible, EMail, KleData, MessageBody,
    MessageHeader, Recipient, ReplyData, Sender, Telephone,
};
use memo::{Message, Version};
use party::{PartyId, PartyKind};

/// Most rule ids that an error names.
const RULES_SHOWN: usize = 10;

/// Builds the message, complete and checked.
pub(crate) fn compose(
    job: &ComposeJob,
    sender: &MemoSender<'_>,
    limits: Limits,
) -> Result<Vec<u8>, ComposeError> {
    let message = match job.letter_type.message {
        MessageKind::Letter => whole_letter(job, sender, limits)?,
        MessageKind::NemSms => super::nemsms::message(job, sender)?,
    };
    let mut bytes = Vec::with_capacity(estimate(job));
    let mut source = documents::Source(&job.documents);
    memo::write_with(&message, message.version, &mut source, &mut bytes).map_err(|error| match error {
        memo::WriteError::Invalid(findings) => invalid(&findings),
        other => ComposeError { code: Code::ComposeFailed, detail: other.to_string() },
    })?;
    if bytes.len() as u64 > limits.message_bytes {
        let detail = format!("{} bytes, at most {} (L1)", bytes.len(), limits.message_bytes);
        return Err(ComposeError { code: Code::MessageTooLargeToSend, detail });
    }
    judge(&bytes, job, limits)?;
    Ok(bytes)
}

fn whole_letter(job: &ComposeJob, sender: &MemoSender<'_>, limits: Limits) -> Result<Message, ComposeError> {
    let body = documents::body(job, sender.language)?;
    if body.additional_documents.len() > limits.attachments {
        let detail =
            format!("{} attachments, at most {} (L2)", body.additional_documents.len(), limits.attachments);
        return Err(ComposeError { code: Code::DocumentsTooMany, detail });
    }
    let version = version(sender);
    Ok(Message { version, header: header(job, sender)?, body: Some(body), ..Message::default() })
}

pub(super) const fn version(sender: &MemoSender<'_>) -> Version {
    match sender.memo_version {
        MemoVersion::V1_1 => Version::V1_1,
        MemoVersion::V1_2 => Version::V1_2,
    }
}

/// Limits of one installation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) message_bytes: u64,
    pub(crate) attachments: usize,
}

fn estimate(job: &ComposeJob) -> usize {
    job.documents.iter().map(|document| document.len() / 3 * 4 + 1024).sum::<usize>() + 8 * 1024
}

/// All rules, over the bytes that will be sent. Markup beyond the technical layer is not demanded here.
fn judge(bytes: &[u8], job: &ComposeJob, limits: Limits) -> Result<(), ComposeError> {
    let options = memo::CheckOptions {
        limits: memo::Limits {
            message_bytes: limits.message_bytes,
            attachments: limits.attachments,
            ..memo::Limits::default()
        },
        markup: false,
        context: memo::Context {
            now: Some(job.now),
            query_uuid: Some(job.message_uuid.to_string()),
            ..memo::Context::default()
        },
        ..memo::CheckOptions::default()
    };
    let mut report = memo::check(bytes, &options);
    report.findings.retain(|finding| finding.severity == memo::Severity::Error);
    if report.findings.is_empty() { Ok(()) } else { Err(invalid(&report.findings)) }
}

/// Rule ids and places; the messages of the findings hold no values of the letter.
fn invalid(findings: &[memo::Finding]) -> ComposeError {
    let shown: Vec<String> =
        findings.iter().take(RULES_SHOWN).map(|f| format!("{} {}: {}", f.rule, f.path, f.message)).collect();
    ComposeError { code: Code::MemoInvalid, detail: crate::scrub(&shown.join("; ")) }
}

pub(super) fn header(job: &ComposeJob, sender: &MemoSender<'_>) -> Result<MessageHeader, ComposeError> {
    let (letter, kind) = (&job.letter, &job.letter_type);
    if kind.reply && sender.contact_point.is_none() {
        let detail = "the letter type allows answers, and the sender has no contact_point to take them (E9)";
        return Err(ComposeError { code: Code::ComposeFailed, detail: detail.to_owned() });
    }
    let header = MessageHeader {
        message_uuid: job.message_uuid.0.into(),
        message_id: Some(letter.id.to_string()),
        message_code: kind.message_code.clone(),
        label: letter.subject.clone(),
        reply: kind.reply.then_some(true),
        mandatory: Some(kind.mandatory),
        legal_notification: Some(kind.legal_notification),
        post_type: some_text(sender.post_type),
        sender: wire_sender(letter, sender),
        recipient: Recipient {
            recipient_id: letter.recipient.reveal().to_owned(),
            id_type: id_type(&letter.recipient)?.to_owned(),
            label: letter.recipient_name.clone(),
            ..Recipient::default()
        },
        content_data: content_data(letter, kind),
        reply_data: if kind.reply { vec![reply_data(job, sender)] } else { Vec::new() },
        ..MessageHeader::default()
    };
    Ok(header)
}

/// D4: `CPR` or `CVR`, nothing else.
fn id_type(recipient: &PartyId) -> Result<&'static str, ComposeError> {
    match recipient.kind() {
        PartyKind::Cpr => Ok("CPR"),
        PartyKind::Cvr => Ok("CVR"),
        PartyKind::Personnummer | PartyKind::Samordningsnummer | PartyKind::Organisationsnummer => {
            let detail = "the recipient's number is not Danish".to_owned();
            Err(ComposeError { code: Code::RecipientWrongCountry, detail })
        }
    }
}

fn some_text(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn wire_sender(letter: &Letter, sender: &MemoSender<'_>) -> Sender {
    let contact = &letter.contact;
    let unit = letter.unit.as_deref().and_then(some_text).filter(|_| sender.show_unit);
    let attention = AttentionData {
        email: contact
            .email
            .as_deref()
            .and_then(some_text)
            .map(|email_address| EMail { email_address, ..EMail::default() }),
        telephone: contact
            .phone
            .as_deref()
            .and_then(some_text)
            .map(|telephone_number| Telephone { telephone_number, ..Telephone::default() }),
        content_responsible: unit
            .map(|label| ContentResponsible { label: Some(label), ..ContentResponsible::default() }),
        ..AttentionData::default()
    };
    Sender {
        sender_id: sender.cvr.to_owned(),
        id_type: "CVR".to_owned(),
        label: sender.name.to_owned(),
        attention_data: (attention != AttentionData::default()).then_some(attention),
        contact_point: sender.contact_point.map(|point| ContactPoint {
            contact_group: point.group.clone(),
            contact_point_id: point.id.to_string(),
            label: point.label.clone(),
            ..ContactPoint::default()
        }),
        ..Sender::default()
    }
}

/// What the letter is about: case and subject, as far as known.
fn content_data(letter: &Letter, kind: &LetterType) -> Option<ContentData> {
    let case_id = letter
        .case_id
        .as_deref()
        .and_then(some_text)
        .map(|case_id| CaseId { case_id, case_system: letter.source.clone() });
    let kle_data = kind.kle.as_ref().map(|Kle { subject_key, version, activity_facet, label }| KleData {
        subject_key: subject_key.clone(),
        version: version.clone(),
        activity_facet: activity_facet.clone(),
        label: label.clone(),
    });
    let data = ContentData { case_id, kle_data, ..ContentData::default() };
    (data != ContentData::default()).then_some(data)
}

/// What an answer shall bring back (G8).
fn reply_data(job: &ComposeJob, sender: &MemoSender<'_>) -> ReplyData {
    ReplyData {
        message_id: Some(job.letter.id.to_string()),
        message_uuid: job.message_uuid.0.into(),
        sender_id: Some(sender.cvr.to_owned()),
        case_id: job.letter.case_id.as_deref().and_then(some_text),
        contact_point_id: sender.contact_point.map(|point| point.id.to_string()),
        ..ReplyData::default()
    }
}

/// The body with its moment (C7).
pub(super) fn body_at(job: &ComposeJob) -> MessageBody {
    MessageBody { created_date_time: job.now.into(), ..MessageBody::default() }
}
