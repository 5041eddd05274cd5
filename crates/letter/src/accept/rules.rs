//! The rules of acceptance that need no document bytes.

use super::{Draft, Fault, Submission};
use crate::{Body, BodyKind, Contact, LetterType, MessageKind};
use catalogue::{Code, Language};
use jiff::civil::Date;
use party::{Country, PartyError, PartyId};

/// Longest title: Mina meddelanden allows 255 characters, MeMo 256 (D4, C5).
const SUBJECT_MAX_CHARS: usize = 255;
/// Longest text, so that a letter without documents still fits in a Swedish envelope.
const TEXT_MAX_CHARS: usize = 500_000;
/// Longest reference, case number and unit (MeMo Text).
const REFERENCE_MAX_CHARS: usize = 256;
/// Supportinfo/Text (D4).
const CONTACT_TEXT_MAX_CHARS: usize = 1024;
/// Supportinfo/URL and PhoneNumber (D4).
const CONTACT_FIELD_MAX_CHARS: usize = 255;

/// Judges a submission against its letter type: the parts of a letter, or every fault.
///
/// `sender_contact` is used when neither letter nor type has contact details (R32); `today`, the civil day in
/// the sender's country, settles the century of a ten-digit number written with its separator.
///
/// # Errors
/// All faults found, each with pointer and remedy.
pub fn judge(
    submission: &Submission,
    letter_type: &LetterType,
    country: Country,
    sender_contact: &Contact,
    language: Language,
    today: Date,
) -> Result<Draft, Vec<Fault>> {
    let mut faults = Vec::new();
    if !letter_type.class.may_be_sent() {
        let detail = "letters of protection class 4 are never sent; use another way";
        faults.push(Fault::new(Code::ProtectionClassRefused, "/type", detail));
    }
    if !letter_type.active {
        faults.push(Fault::new(Code::TypeInactive, "/type", "this letter type takes no new letters"));
    }
    let recipient = recipient(submission, country, today, &mut faults);
    let subject = subject(submission, letter_type, language, &mut faults);
    let body = body(submission, letter_type, &mut faults);
    if letter_type.message == MessageKind::NemSms {
        super::nemsms::judge(submission, body.as_ref(), &mut faults);
    }
    let contact = contact(submission, letter_type, sender_contact, &mut faults);
    let notice = super::notice::judge(submission.notice.as_ref(), letter_type, &mut faults);
    for (pointer, value) in [
        ("/reference", &submission.reference),
        ("/case_id", &submission.case_id),
        ("/unit", &submission.unit),
        ("/recipient/name", &submission.recipient_name),
    ] {
        if let Some(text) = value {
            limited(text, REFERENCE_MAX_CHARS, pointer, &mut faults);
            no_personal_number(text, &[country], pointer, &mut faults);
        }
    }
    languages(submission, &mut faults);
    if let Some(address) = &submission.address
        && let Err(error) = address.check()
    {
        faults.push(Fault::new(Code::AddressInvalid, "/recipient/address", error.to_string()));
    }
    match recipient {
        Some(recipient) if faults.is_empty() => Ok(Draft { recipient, subject, body, contact, notice }),
        _ => Err(faults),
    }
}

/// R43, H6: two letters each.
fn languages(submission: &Submission, faults: &mut Vec<Fault>) {
    let own = submission.language.iter().map(|language| ("/language", language));
    let of_files = submission.languages.values().map(|language| ("/languages", language));
    for (pointer, _) in own.chain(of_files).filter(|(_, language)| !crate::markup::is_language(language)) {
        faults.push(Fault::new(Code::FieldInvalid, pointer, "two small letters, such as da, sv or en"));
    }
}

fn recipient(
    submission: &Submission,
    country: Country,
    today: Date,
    faults: &mut Vec<Fault>,
) -> Option<PartyId> {
    let written = submission.to.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let Some(written) = written else {
        faults.push(Fault::new(Code::RecipientMissing, "/to", "give the recipient's number"));
        return None;
    };
    match PartyId::parse_on(country, written, today) {
        Ok(recipient) => Some(recipient),
        Err(error) => {
            faults.push(Fault::new(recipient_code(error), "/to", error.to_string()));
            None
        }
    }
}

/// The catalogue's code for a number that is none.
pub(crate) fn recipient_code(error: PartyError) -> Code {
    Code::parse(error.code()).unwrap_or(Code::RecipientMalformed)
}

fn subject(
    submission: &Submission,
    letter_type: &LetterType,
    language: Language,
    faults: &mut Vec<Fault>,
) -> String {
    let given = submission.subject.as_deref().map(str::trim).filter(|text| !text.is_empty());
    // Number, type and one PDF are enough (R128): the type's name is the title then.
    let subject = given.unwrap_or_else(|| letter_type.name.get(language)).to_owned();
    if subject.is_empty() {
        faults.push(Fault::new(Code::SubjectMissing, "/subject", "neither letter nor type has a title"));
    }
    if subject.chars().count() > SUBJECT_MAX_CHARS {
        let detail = format!("at most {SUBJECT_MAX_CHARS} characters");
        faults.push(Fault::new(Code::SubjectTooLong, "/subject", detail));
    }
    if subject.chars().any(char::is_control) {
        faults.push(Fault::new(Code::CharactersRefused, "/subject", "one line without control characters"));
    }
    no_personal_number(&subject, &[Country::Dk, Country::Se], "/subject", faults);
    subject
}

fn body(submission: &Submission, letter_type: &LetterType, faults: &mut Vec<Fault>) -> Option<Body> {
    let (kind, text, pointer) = match (&submission.text, &submission.html) {
        (Some(_), Some(_)) => {
            let detail = "give either text or html, not both";
            faults.push(Fault::new(Code::BodyTypeRefused, "/html", detail));
            return None;
        }
        (Some(text), None) => (BodyKind::Plain, text.clone(), "/text"),
        (None, Some(html)) => (BodyKind::Html, html.clone(), "/html"),
        (None, None) => (BodyKind::Plain, letter_type.text.clone()?, "/type"),
    };
    if text.chars().count() > TEXT_MAX_CHARS {
        let detail = format!("at most {TEXT_MAX_CHARS} characters");
        faults.push(Fault::new(Code::TextTooLong, pointer, detail));
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if !text.chars().all(allowed_in_xml) {
        let detail = "control characters other than tab and line feed cannot be sent (D20)";
        faults.push(Fault::new(Code::CharactersRefused, pointer, detail));
    }
    if kind == BodyKind::Html
        && let Err(reason) = crate::check_html(&text)
    {
        faults.push(Fault::new(Code::HtmlRefused, pointer, reason.to_string()));
    }
    (!text.trim().is_empty()).then_some(Body { kind, text })
}

fn contact(
    submission: &Submission,
    letter_type: &LetterType,
    sender_contact: &Contact,
    faults: &mut Vec<Fault>,
) -> Contact {
    let given = submission.contact.clone().filter(|contact| !contact.text.trim().is_empty());
    let type_contact = Some(letter_type.contact.clone()).filter(|contact| !contact.text.trim().is_empty());
    let contact = given.or(type_contact).unwrap_or_else(|| sender_contact.clone());
    if contact.text.trim().is_empty() {
        let detail = "say in contact.text whom the recipient can turn to, or set it in the letter type";
        faults.push(Fault::new(Code::ContactMissing, "/contact/text", detail));
    }
    limited(&contact.text, CONTACT_TEXT_MAX_CHARS, "/contact/text", faults);
    for (pointer, value) in [("/contact/url", &contact.url), ("/contact/phone", &contact.phone)] {
        limited(value.as_deref().unwrap_or_default(), CONTACT_FIELD_MAX_CHARS, pointer, faults);
    }
    if contact.url.as_deref().is_some_and(|url| !url.starts_with("https://")) {
        faults.push(Fault::new(Code::FieldInvalid, "/contact/url", "must begin with https:// (D16)"));
    }
    if contact.email.as_deref().is_some_and(|email| !looks_like_email(email)) {
        faults.push(Fault::new(Code::FieldInvalid, "/contact/email", "must look like name@host.domain (D4)"));
    }
    contact
}

fn limited(text: &str, max_chars: usize, pointer: &str, faults: &mut Vec<Fault>) {
    if text.chars().count() > max_chars {
        faults.push(Fault::new(Code::FieldTooLong, pointer, format!("at most {max_chars} characters")));
    }
    if !text.chars().all(allowed_in_xml) {
        faults.push(Fault::new(Code::CharactersRefused, pointer, "control characters cannot be sent (D20)"));
    }
}

/// References and case numbers may look like another country's numbers: only their own country's count.
pub(super) fn no_personal_number(text: &str, countries: &[Country], pointer: &str, faults: &mut Vec<Fault>) {
    if party::contains_personal_number(text, countries) {
        let detail = "looks like a personal number; it would be shown in notifications and logs (D13, C16)";
        faults.push(Fault::new(Code::PersonalNumberInText, pointer, detail));
    }
}

/// Characters of XML 1.0 (D20); carriage returns were normalised before.
fn allowed_in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
}

fn looks_like_email(text: &str) -> bool {
    let chars = text.chars().count();
    let parts = text
        .split_once('@')
        .and_then(|(name, host)| host.rsplit_once('.').map(|(host, end)| (name, host, end)));
    (5..=256).contains(&chars)
        && parts.is_some_and(|(a, b, c)| !a.is_empty() && !b.is_empty() && !c.is_empty())
}
