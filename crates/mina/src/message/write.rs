//! A delivery as the stand-alone document that is signed (§5.3): root `SignedDelivery`, still without its signature.

use md5::{Digest as _, Md5};

use crate::ns::{INVOICE, M1, M2, M3, OM3, SN};
use crate::xml::{Sink, Writer};
use crate::{Attachment, Body, Delivery, ForeignElement, Invoice, MatterExtension, OfficialMatter};
use crate::{SecureMessage, Sender};

/// Writes a delivery without judging it: for tests and for peers that must send what is wrong on purpose.
/// [`crate::build_delivery`] is the writer for real use.
pub fn unsigned_delivery(delivery: &Delivery) -> Vec<u8> {
    let content: usize = delivery
        .messages
        .iter()
        .map(|m| m.body.content.len() + m.attachments.iter().map(|a| a.content.len()).sum::<usize>())
        .sum();
    write_unsigned(delivery, Vec::with_capacity(content / 3 * 4 + 4096))
}

pub(crate) fn write_unsigned<S: Sink>(delivery: &Delivery, out: S) -> S {
    let mut w = Writer::new(out);
    w.open(M3, "SignedDelivery");
    w.open(M3, "Delivery");
    delivery_header(&mut w, delivery);
    for message in &delivery.messages {
        secure_message(&mut w, message);
    }
    w.close();
    w.close();
    w.finish()
}

fn delivery_header<S: Sink>(w: &mut Writer<S>, delivery: &Delivery) {
    w.open(M3, "Header");
    sender(w, M2, "Sender", &delivery.sender);
    w.leaf(M2, "Recipient", delivery.recipient.reveal());
    w.optional(M2, "Reference", delivery.reference.as_deref());
    w.optional(M2, "CorrelationId", delivery.correlation_id.as_deref());
    w.optional(M2, "Attention", delivery.attention.as_deref());
    w.close();
}

/// A sender under any name: the header of a delivery, or a row of a list.
pub(crate) fn sender<S: Sink>(w: &mut Writer<S>, ns: &str, name: &str, sender: &Sender) {
    w.open(ns, name);
    w.leaf(SN, "Id", sender.id.reveal());
    w.leaf(SN, "Name", &sender.name);
    w.optional(SN, "Attention", sender.attention.as_deref());
    w.close();
}

fn secure_message<S: Sink>(w: &mut Writer<S>, message: &SecureMessage) {
    w.open(M3, "Message");
    w.open(M3, "Header");
    message_header(w, message);
    w.close();
    w.open(M3, "Body");
    body(w, &message.body);
    w.close();
    for file in &message.attachments {
        attachment(w, file);
    }
    w.close();
}

/// The children of a message header.
pub(crate) fn message_header<S: Sink>(w: &mut Writer<S>, message: &SecureMessage) {
    w.leaf(M3, "Id", &message.id);
    w.leaf(M3, "Subject", &message.subject);
    w.open(M3, "Supportinfo");
    w.leaf(M3, "Text", &message.support.text);
    w.optional(M3, "URL", message.support.url.as_deref());
    w.optional(M3, "PhoneNumber", message.support.phone_number.as_deref());
    w.optional(M3, "EmailAdress", message.support.email_address.as_deref());
    w.close();
    if let Some(matter) = &message.official_matter {
        official_matter(w, matter);
    }
    for pair in &message.metadata {
        w.open(M3, "Metadata");
        w.leaf(M1, "Tag", &pair.tag);
        w.leaf(M1, "Value", &pair.value);
        w.close();
    }
    w.leaf(M3, "Language", &message.language);
    w.optional(M3, "Reply", message.reply.map(crate::Reply::as_str));
    w.optional(M3, "ReceiptRequest", message.receipt_request.map(crate::ReceiptRequest::as_str));
}

/// The children of a body.
pub(crate) fn body<S: Sink>(w: &mut Writer<S>, body: &Body) {
    w.leaf(M1, "ContentType", &body.content_type);
    w.base64(M1, "Body", &body.content);
}

fn attachment<S: Sink>(w: &mut Writer<S>, file: &Attachment) {
    w.open(M3, "Attachment");
    w.leaf(M1, "ContentType", &file.content_type);
    w.base64(M1, "Body", &file.content);
    w.leaf(M1, "Checksum", &checksum(&file.content));
    w.leaf(M1, "Filename", &file.filename);
    w.close();
}

/// MD5 of the octets as 32 upper-case hex digits (rule D9): no protection, but what every operator compares.
pub(crate) fn checksum(content: &[u8]) -> String {
    hex::encode_upper(Md5::digest(content))
}

fn official_matter<S: Sink>(w: &mut Writer<S>, matter: &OfficialMatter) {
    w.open(M3, "OfficialMatter");
    match matter {
        OfficialMatter::Extension(extension) => matter_extension(w, extension),
        OfficialMatter::Foreign(elements) => elements.iter().for_each(|element| w.raw(element.as_str())),
    }
    w.close();
}

fn matter_extension<S: Sink>(w: &mut Writer<S>, extension: &MatterExtension) {
    w.open(M3, "OfficialMatterExtension");
    w.leaf(OM3, "Timestamp", &extension.timestamp.to_string());
    for element in &extension.elements {
        match element {
            ForeignElement::Invoice(bill) => invoice(w, bill),
            ForeignElement::Raw(raw) => w.raw(raw.as_str()),
        }
    }
    if let Some(identity) = &extension.identity {
        w.open(OM3, "Identity");
        w.optional(OM3, "EventId", identity.event_id.as_deref());
        w.optional(OM3, "OfficialMatterId", identity.official_matter_id.as_deref());
        w.optional(OM3, "PrecedingEventId", identity.preceding_event_id.as_deref());
        w.close();
    }
    w.optional(OM3, "MatterSubject", extension.matter_subject.as_deref());
    w.optional(OM3, "EventType", extension.event_type.as_deref());
    w.optional(OM3, "MatterStatus", extension.matter_status.map(crate::MatterStatus::as_str));
    w.close();
}

fn invoice<S: Sink>(w: &mut Writer<S>, invoice: &Invoice) {
    w.open(INVOICE, "Invoice");
    w.leaf(INVOICE, "DueDate", &invoice.due_date.to_string());
    let currency = invoice.currency.as_deref().map(|code| ("CurrencyCode", code));
    w.open_with(INVOICE, "Amount", currency.as_slice());
    w.text(&invoice.amount_ore.to_string());
    w.close();
    w.leaf(INVOICE, "AccountMethod", invoice.account_method.as_str());
    w.leaf(INVOICE, "AccountNumber", &invoice.account_number);
    w.optional(INVOICE, "OcrNumber", invoice.ocr_number.as_deref());
    w.close();
}
