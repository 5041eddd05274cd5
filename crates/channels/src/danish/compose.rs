//! From a letter to a MeMo: the technical layer that every message has, and the letter's documents.

use super::settings::{MemoSender, MemoVersion};
use super::{content, documents, parties};
use crate::channel::{self, ComposeError, ComposeJob};
use catalogue::Code;
use letter::markup::DeadlineKind;
use letter::{Archetype, MessageKind};
use memo::model::{MessageBody, MessageHeader, Recipient};
use memo::{Message, Version};
use party::{PartyId, PartyKind};

/// Most rule ids that an error names.
const RULES_SHOWN: usize = 10;

/// Builds the message, complete and checked.
pub(crate) fn compose(
    job: &ComposeJob,
    sender: &MemoSender<'_>,
    limits: Limits,
) -> Result<channel::Message, ComposeError> {
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
    let warnings = judge(&bytes, job, limits)?;
    Ok(channel::Message { warnings, ..channel::Message::from(bytes) })
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

/// All rules, over the bytes that will be sent: gives the ids of those that only warn. Markup is judged where the
/// type describes any.
fn judge(bytes: &[u8], job: &ComposeJob, limits: Limits) -> Result<Vec<String>, ComposeError> {
    let kind = &job.letter_type;
    let options = memo::CheckOptions {
        limits: memo::Limits {
            message_bytes: limits.message_bytes,
            attachments: limits.attachments,
            ..memo::Limits::default()
        },
        markup: kind.markup.is_some() || kind.archetype.is_some(),
        archetype: kind.archetype.map(archetype),
        context: memo::Context {
            now: Some(job.now),
            query_uuid: Some(job.message_uuid.to_string()),
            ..memo::Context::default()
        },
        ..memo::CheckOptions::default()
    };
    let report = memo::check(bytes, &options);
    let (errors, warnings): (Vec<_>, Vec<_>) =
        report.findings.into_iter().partition(|finding| finding.severity == memo::Severity::Error);
    if !errors.is_empty() {
        return Err(invalid(&errors));
    }
    let mut rules: Vec<String> = Vec::new();
    for rule in warnings.into_iter().map(|finding| finding.rule.to_string()) {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    Ok(rules)
}

const fn archetype(archetype: Archetype) -> memo::Archetype {
    match archetype {
        Archetype::Decision => memo::Archetype::Decision,
        Archetype::Appointment => memo::Archetype::Appointment,
        Archetype::InformationRequest => memo::Archetype::InformationRequest,
        Archetype::SignatureRequest => memo::Archetype::SignatureRequest,
        Archetype::Payment => memo::Archetype::Payment,
        Archetype::Information => memo::Archetype::Information,
        Archetype::Other => memo::Archetype::Other,
    }
}

/// Rule ids and places; the messages of the findings hold no values of the letter.
fn invalid(findings: &[memo::Finding]) -> ComposeError {
    let shown: Vec<String> =
        findings.iter().take(RULES_SHOWN).map(|f| format!("{} {}: {}", f.rule, f.path, f.message)).collect();
    ComposeError { code: Code::MemoInvalid, detail: crate::scrub(&shown.join("; ")) }
}

pub(super) fn header(job: &ComposeJob, sender: &MemoSender<'_>) -> Result<MessageHeader, ComposeError> {
    let (letter, kind, markup) = (&job.letter, &job.letter_type, &job.markup.markup);
    let contact_point = parties::contact_point(markup, sender);
    if kind.reply && contact_point.is_none() {
        let detail = "the letter type allows answers, and neither it nor the sender has a contact_point to take them (E9)";
        return Err(ComposeError { code: Code::ComposeFailed, detail: detail.to_owned() });
    }
    // A deadline for answering belongs to letters that may be answered (C14); others say it in their actions and text.
    let answered_by = markup.deadline.as_ref().filter(|d| kind.reply && d.kind != DeadlineKind::Act);
    let header = MessageHeader {
        message_uuid: job.message_uuid.0.into(),
        message_id: Some(letter.id.to_string()),
        message_code: kind.message_code.clone(),
        label: letter.subject.clone(),
        notification: content::text(&markup.notification),
        reply: kind.reply.then_some(true),
        reply_by_date_time: answered_by.and_then(|deadline| content::moment(&deadline.by)),
        mandatory: Some(kind.mandatory),
        legal_notification: Some(kind.legal_notification),
        post_type: some_text(sender.post_type),
        recipient: Recipient {
            recipient_id: letter.recipient.reveal().to_owned(),
            id_type: id_type(&letter.recipient)?.to_owned(),
            label: letter.recipient_name.clone(),
            attention_data: parties::sub_address(markup),
            ..Recipient::default()
        },
        content_data: content::content_data(job),
        reply_data: if kind.reply {
            vec![content::reply_data(job, sender, contact_point.as_ref())]
        } else {
            Vec::new()
        },
        sender: parties::sender(job, sender, contact_point),
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

pub(super) fn some_text(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The body with its moment (C7).
pub(super) fn body_at(job: &ComposeJob) -> MessageBody {
    MessageBody { created_date_time: job.now.into(), ..MessageBody::default() }
}
