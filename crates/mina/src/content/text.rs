//! Header, contact details and body.

use party::{Country, PartyError, PartyId};

use super::{Judge, indexed};
use crate::address::https_host;
use crate::schema::simple::base64;
use crate::xml::is_xml_char;
use crate::{Body, Delivery, ReceiptRequest, Reply, SecureMessage};

impl Judge<'_> {
    pub(super) fn header(&mut self, base: &str, delivery: &Delivery) {
        let header = format!("{base}/Header");
        let sender = &delivery.sender;
        self.words(&format!("{header}/Sender/Name"), &sender.name);
        let optional = [
            ("Sender/Attention", &sender.attention, false),
            ("Reference", &delivery.reference, true),
            ("CorrelationId", &delivery.correlation_id, true),
            ("Attention", &delivery.attention, false),
        ];
        for (name, value, anonymous) in optional {
            let path = format!("{header}/{name}");
            let Some(value) = value else { continue };
            self.words(&path, value);
            if anonymous {
                self.no_person_number(&path, value);
            }
        }
        if let Some((rule, message)) = number_problem(delivery.recipient.reveal()) {
            self.warn(rule, &format!("{header}/Recipient"), message);
        }
    }

    pub(super) fn message(&mut self, base: &str, message: &SecureMessage) {
        let at = |name: &str| format!("{base}/Header/{name}");
        let texts = [
            ("Id", message.id.as_str(), true),
            ("Subject", &message.subject, true),
            ("Supportinfo/Text", &message.support.text, false),
            ("Supportinfo/URL", message.support.url.as_deref().unwrap_or_default(), true),
            ("Supportinfo/PhoneNumber", message.support.phone_number.as_deref().unwrap_or_default(), false),
            ("Supportinfo/EmailAdress", message.support.email_address.as_deref().unwrap_or_default(), false),
            ("Language", &message.language, false),
        ];
        for (name, text, anonymous) in texts {
            self.words(&at(name), text);
            if anonymous {
                self.no_person_number(&at(name), text);
            }
        }
        if message.subject.trim().is_empty() {
            self.error("D4", &at("Subject"), "has 0 characters, at least 1 is needed");
        }
        if message.support.text.trim().is_empty() && !message.support.text.is_empty() {
            self.error("D5", &at("Supportinfo/Text"), "is blank; say where the recipient may ask");
        }
        if let Some(url) = &message.support.url {
            self.link(&at("Supportinfo/URL"), url);
        }
        for (index, pair) in message.metadata.iter().enumerate() {
            let path = indexed(&at("Metadata"), index, message.metadata.len());
            self.words(&format!("{path}/Tag"), &pair.tag);
            self.words(&format!("{path}/Value"), &pair.value);
            self.no_person_number(&format!("{path}/Value"), &pair.value);
        }
        if !self.rules.languages.contains(&message.language) {
            let wanted = self.rules.languages.join(" or ");
            self.warn("D14", &at("Language"), format!("is not {wanted}, as every known message has it"));
        }
        if message.reply.is_some_and(|reply| reply != Reply::NotAllowed) {
            self.warn(
                "D15",
                &at("Reply"),
                "no operation returns a reply; leave it out and link to an e-service",
            );
        }
        if message.receipt_request.is_some_and(|receipt| receipt != ReceiptRequest::Not) {
            self.warn(
                "D15",
                &at("ReceiptRequest"),
                "no operation returns a receipt on reading; leave it out",
            );
        }
        if let Some(matter) = &message.official_matter {
            self.matter(&at("OfficialMatter"), matter);
        }
        self.body(&format!("{base}/Body"), &message.body, !message.attachments.is_empty());
        for (index, file) in message.attachments.iter().enumerate() {
            let path = indexed(&format!("{base}/Attachment"), index, message.attachments.len());
            self.attachment(&path, file);
        }
    }

    pub(super) fn body(&mut self, path: &str, body: &Body, has_attachments: bool) {
        if !matches!(body.content_type.as_str(), "text/plain" | "text/html") {
            self.error("D1", &format!("{path}/ContentType"), "must be exactly text/plain or text/html");
        }
        let path = format!("{path}/Body");
        let Ok(text) = std::str::from_utf8(&body.content) else {
            self.error("D2", &path, "the text is not UTF-8");
            return;
        };
        if text.trim().is_empty() {
            if has_attachments && !self.rules.blank_body_allowed {
                self.warn("D12", &path, "is blank; the message must make sense without its attachment");
            }
            return;
        }
        if encoded_twice(text) {
            self.warn("D2", &path, "is base64 of a text that is base64 itself; encode once");
        }
        if body.content_type == "text/html" {
            for problem in html::problems(text) {
                self.error("D3", &path, problem.text);
            }
        }
    }

    /// Characters of XML 1.0 only, no carriage return (rule D20).
    pub(super) fn words(&mut self, path: &str, text: &str) {
        if text.chars().any(|c| !is_xml_char(c)) {
            self.error("D20", path, "holds characters that XML does not allow; remove control characters");
        } else if text.contains('\r') {
            self.warn("D20", path, "holds carriage returns; end lines with a line feed only");
        }
    }

    pub(super) fn no_person_number(&mut self, path: &str, text: &str) {
        if !is_uuid(text) && party::contains_personal_number(text, &[Country::Se]) {
            self.error("D13", path, "holds what is a person number; take it out");
        }
    }

    fn link(&mut self, path: &str, url: &str) {
        if https_host(url.trim()).is_none() && !url.is_empty() {
            self.error("D16", path, "must be an https address without user part");
        }
    }
}

/// What is wrong with a number of the right form, judged as at intake. Only a warning: the register may know better
/// (rule A6), and the form itself is an error of its own (rule A2).
fn number_problem(number: &str) -> Option<(&'static str, &'static str)> {
    if !crate::schema::simple::recipient_id(number) {
        return None;
    }
    match PartyId::parse(Country::Se, number).err()? {
        PartyError::CheckDigit => Some(("A5", "the check digit does not fit")),
        PartyError::SoleTrader => {
            Some(("A8", "belongs to a sole trader; give the owner's number with 12 digits"))
        }
        _ => Some(("A4", "the date in the number does not exist")),
    }
}

/// `8-4-4-4-12` hex digits, whose groups of figures are no person's number.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(|g| g.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Text that decodes as base64 to readable text (rule D2). Short words such as `Hej!` decode too, so only what is long
/// enough, or padded, counts.
fn encoded_twice(text: &str) -> bool {
    let text = text.trim();
    let length: usize = text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
    if length < 16 || !length.is_multiple_of(4) || text.contains(' ') {
        return false;
    }
    let readable = |bytes: Vec<u8>| {
        String::from_utf8(bytes)
            .is_ok_and(|t| !t.is_empty() && !t.chars().any(|c| c.is_control() && !c.is_whitespace()))
    };
    base64(text).is_some_and(readable)
}
