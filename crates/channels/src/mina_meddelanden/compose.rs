//! From a letter to a sealed delivery: written, signed, verified, sealed (§5).

use super::matter;
use super::ready::{Brought, brought};
use super::text;
use crate::channel::{ComposeError, ComposeJob};
use catalogue::{Code, Language};
use letter::BodyKind;
use letter::markup::{Value, lines};
use mina::{Attachment, Body, Delivery, SecureMessage, Sender, SignDeliveryError, SupportInfo};
use xmldsig::SigningKey;

/// Most rule ids that an error names.
const RULES_SHOWN: usize = 10;

/// What the sender's configuration gives to a message.
pub(super) struct Setting {
    pub(super) key: SigningKey,
    /// Organisation number with `16`, as the sender stands on the wire.
    pub(super) wire_id: mina::WireId,
    pub(super) name: String,
    /// Organisation number with `16` that the certificate must hold (E15).
    pub(super) holder: String,
    pub(super) language: String,
    pub(super) max_envelope_bytes: u64,
}

/// The sealed octets: the evidence, and what is sent.
pub(super) fn compose(job: &ComposeJob, setting: &Setting) -> Result<Vec<u8>, ComposeError> {
    check_certificate(setting, job.now.as_second())?;
    let signed = match brought(job, setting)? {
        Some(Brought::Notification(octets)) => return Ok(octets),
        // What sealing verifies once more before it says SignaturesOK (E9).
        Some(Brought::Signed(signed)) => signed,
        None => mina::sign_delivery(&delivery(job, setting)?, &setting.key).map_err(|error| match error {
            SignDeliveryError::Build(refused) => of_findings(refused.findings()),
            SignDeliveryError::Sign(error) => failed(error.to_string()),
        })?,
    };
    let sealed = mina::seal(&signed, &setting.key, job.today).map_err(|error| failed(error.to_string()))?;
    let size = mina::deliver_secure_envelope(&sealed).len() as u64;
    if size > setting.max_envelope_bytes {
        let detail = format!(
            "the envelope has {size} bytes, at most {} are taken (D11){}",
            setting.max_envelope_bytes,
            largest(job)
        );
        return Err(ComposeError { code: Code::MessageTooLargeToSend, detail });
    }
    Ok(sealed.octets().to_vec())
}

/// Which file to make smaller.
fn largest(job: &ComposeJob) -> String {
    let largest = job.letter.documents.iter().enumerate().max_by_key(|(_, document)| document.size_bytes);
    largest.map_or_else(String::new, |(place, document)| {
        format!(": document {} is the largest, with {} bytes", place + 1, document.size_bytes)
    })
}

fn failed(detail: String) -> ComposeError {
    ComposeError { code: Code::ComposeFailed, detail: crate::scrub(&detail) }
}

/// E15 and E18, before anything is signed.
fn check_certificate(setting: &Setting, now: i64) -> Result<(), ComposeError> {
    let certificate = setting.key.certificate();
    if certificate.subject_serial_number().as_deref() != Some(setting.holder.as_str()) {
        let detail =
            "the certificate's serialNumber is not the organisation number of sender or dispatcher (E15)";
        return Err(ComposeError { code: Code::CertificateMismatch, detail: detail.to_owned() });
    }
    if !certificate.is_valid_at(now) {
        let detail = "the certificate is not valid today (E18)".to_owned();
        return Err(ComposeError { code: Code::CertificateExpired, detail });
    }
    Ok(())
}

fn delivery(job: &ComposeJob, setting: &Setting) -> Result<Delivery, ComposeError> {
    let letter = &job.letter;
    if letter.documents.len() != job.documents.len() {
        return Err(failed(format!(
            "{} documents described, {} given",
            letter.documents.len(),
            job.documents.len()
        )));
    }
    let contact = &letter.contact;
    let given = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let support = SupportInfo {
        text: contact.text.clone(),
        url: given(&contact.url),
        phone_number: given(&contact.phone),
        email_address: given(&contact.email),
    };
    let attachments = letter.documents.iter().zip(&job.documents).map(|(document, bytes)| Attachment {
        content_type: document.media_type.clone(),
        filename: document.name.clone(),
        content: bytes.to_vec(),
        received_checksum: None,
    });
    let mut message = SecureMessage::new(
        job.message_uuid.to_string(),
        letter.subject.clone(),
        support,
        body(job, setting)?,
    );
    let language = letter.language.as_ref().or(job.letter_type.language.as_ref());
    message.language.clone_from(language.unwrap_or(&setting.language));
    message.attachments = attachments.collect();
    message.official_matter = matter::of(&letter.data, job.today)?;
    let sender = Sender::new(setting.wire_id.clone(), setting.name.clone());
    let mut delivery = Delivery::new(sender, &letter.recipient, message);
    delivery.correlation_id = Some(letter.id.to_string());
    delivery.attention = attention(job);
    Ok(delivery)
}

/// A person or function inside the recipient's organisation (R37).
fn attention(job: &ComposeJob) -> Option<String> {
    let inside = job.markup.markup.recipient.as_ref()?;
    let parts: Vec<String> = [&inside.person, &inside.unit].into_iter().flatten().map(Value::text).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// D12: the caller's text, else the type's, else a sentence that says what is attached. Deadlines, appointments,
/// payments and links stand below it, as these messages have no buttons; HTML stays what the caller wrote.
fn body(job: &ComposeJob, setting: &Setting) -> Result<Body, ComposeError> {
    let plain = match &job.letter.body {
        Some(body) if body.kind == BodyKind::Html => return Ok(Body::html(body.text.clone())),
        Some(body) => Some(body.text.clone()),
        None => job.letter_type.text.clone().filter(|text| !text.trim().is_empty()),
    };
    let standing = || {
        let names: Vec<&str> = job.letter.documents.iter().map(|document| document.name.as_str()).collect();
        text::naming_attachments(&setting.name, &job.letter.subject, &names)
    };
    let missing = || ComposeError { code: Code::TextMissing, detail: "neither text nor document".to_owned() };
    let plain = plain.or_else(standing).ok_or_else(missing)?;
    let language = job.letter.language.as_deref().or(job.letter_type.language.as_deref());
    let language = language.and_then(Language::parse).unwrap_or(Language::Sv);
    let below = lines(&job.markup, &plain, &job.zone, language);
    let below = below.into_iter().chain(job.markup.markup.appeal.as_ref().map(Value::text));
    let whole: Vec<String> = std::iter::once(plain.clone()).chain(below).collect();
    Ok(Body::plain(if whole.len() == 1 { plain } else { format!("{}\n", whole.join("\n\n")) }))
}

/// What a broken rule means to those who read the catalogue.
const CODES: &[(&str, Code)] = &[
    ("D1", Code::BodyTypeRefused),
    ("D3", Code::HtmlRefused),
    ("D4", Code::FieldTooLong),
    ("D5", Code::ContactMissing),
    ("D7", Code::DocumentNotPdf),
    ("D8", Code::DocumentUnreadable),
    ("D10", Code::DocumentNameRefused),
    ("D12", Code::TextMissing),
    ("D13", Code::PersonalNumberInText),
    ("D16", Code::LinkRefused),
    ("D20", Code::CharactersRefused),
];

fn of_findings(findings: &[mina::Finding]) -> ComposeError {
    let first = findings.first().map_or("", |finding| finding.rule);
    let code = CODES.iter().find(|(rule, _)| *rule == first).map_or(Code::ComposeFailed, |(_, code)| *code);
    let shown: Vec<String> =
        findings.iter().take(RULES_SHOWN).map(|f| format!("{} {}: {}", f.rule, f.path, f.message)).collect();
    ComposeError { code, detail: crate::scrub(&shown.join("; ")) }
}
