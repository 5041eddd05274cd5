//! Reading a delivery out of its tree. Structure is judged by the schema table; this only takes what is there.

use crate::model::{
    AccountMethod, Attachment, Body, Delivery, ForeignElement, Invoice, MatterExtension, MatterIdentity,
    MatterStatus, Metadata, OfficialMatter, RawXml, ReceiptRequest, Reply, SecureMessage, Sender,
    SupportInfo,
};
use crate::ns::{INVOICE, M1, M2, M3, OM3, SN};
use crate::schema::simple::base64;
use crate::xml::{Node, NodeExt as _};
use crate::{WireId, XmlDate};

/// The namespaces in which a version keeps the delivery, its header and its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) name: &'static str,
    pub(crate) delivery: &'static str,
    pub(crate) header: &'static str,
    pub(crate) message: &'static str,
}

impl Version {
    pub(crate) const V3: Self = Self { name: "v3", delivery: M3, header: M2, message: M3 };
    pub(crate) const V2: Self = Self { name: "v2", delivery: M2, header: M2, message: M1 };
    pub(crate) const V1: Self = Self { name: "v1", delivery: M1, header: M1, message: M1 };
}

/// A part that is missing, doubled or unreadable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {what}")]
pub(crate) struct ReadProblem {
    pub(crate) path: String,
    pub(crate) what: String,
}

fn problem(node: Node<'_, '_>, what: impl Into<String>) -> ReadProblem {
    ReadProblem { path: node.path(), what: what.into() }
}

type Read<T> = Result<T, ReadProblem>;

fn one<'a, 'i>(node: Node<'a, 'i>, ns: &str, local: &str) -> Read<Node<'a, 'i>> {
    node.only(ns, local).ok_or_else(|| problem(node, format!("exactly one {local} is needed")))
}

fn text(node: Node<'_, '_>, ns: &str, local: &str) -> Read<String> {
    one(node, ns, local).map(|child| child.content())
}

fn optional(node: Node<'_, '_>, ns: &str, local: &str) -> Option<String> {
    node.text_of(ns, local).filter(|text| !text.is_empty())
}

/// Reads the delivery inside a `SignedDelivery`.
pub(crate) fn read_delivery(signed: Node<'_, '_>, version: Version) -> Read<Delivery> {
    let delivery = one(signed, version.delivery, "Delivery")?;
    let header = one(delivery, version.delivery, "Header")?;
    let messages = delivery.all(version.delivery, "Message");
    if messages.is_empty() {
        return Err(problem(delivery, "exactly one Message is needed"));
    }
    Ok(Delivery {
        sender: read_sender(one(header, version.header, "Sender")?)?,
        recipient: WireId::new(&text(header, version.header, "Recipient")?),
        reference: optional(header, version.header, "Reference"),
        correlation_id: optional(header, version.header, "CorrelationId"),
        attention: optional(header, version.header, "Attention"),
        messages: messages.into_iter().map(|m| read_message(m, version)).collect::<Read<_>>()?,
    })
}

pub(crate) fn read_sender(node: Node<'_, '_>) -> Read<Sender> {
    Ok(Sender {
        id: WireId::new(&text(node, SN, "Id")?),
        name: text(node, SN, "Name")?,
        attention: optional(node, SN, "Attention"),
    })
}

fn read_message(node: Node<'_, '_>, version: Version) -> Read<SecureMessage> {
    let ns = version.message;
    let mut message = read_header(one(node, ns, "Header")?, ns)?;
    message.body = read_body(one(node, ns, "Body")?)?;
    message.attachments = node.all(ns, "Attachment").into_iter().map(read_attachment).collect::<Read<_>>()?;
    Ok(message)
}

/// A message with what its header says; body and attachments are still blank.
pub(crate) fn read_header(header: Node<'_, '_>, ns: &str) -> Read<SecureMessage> {
    let support = one(header, ns, "Supportinfo")?;
    Ok(SecureMessage {
        id: text(header, ns, "Id")?,
        subject: text(header, ns, "Subject")?,
        support: SupportInfo {
            text: text(support, ns, "Text")?,
            url: optional(support, ns, "URL"),
            phone_number: optional(support, ns, "PhoneNumber"),
            email_address: optional(support, ns, "EmailAdress"),
        },
        official_matter: header.only(ns, "OfficialMatter").map(read_matter).transpose()?,
        metadata: header
            .all(ns, "Metadata")
            .into_iter()
            .map(|pair| Ok(Metadata { tag: text(pair, M1, "Tag")?, value: text(pair, M1, "Value")? }))
            .collect::<Read<_>>()?,
        language: text(header, ns, "Language")?,
        reply: optional(header, ns, "Reply").as_deref().and_then(Reply::parse),
        receipt_request: optional(header, ns, "ReceiptRequest").as_deref().and_then(ReceiptRequest::parse),
        body: Body::plain(""),
        attachments: Vec::new(),
    })
}

fn octets(node: Node<'_, '_>, local: &str) -> Read<Vec<u8>> {
    let child = one(node, M1, local)?;
    base64(&child.content()).ok_or_else(|| problem(child, "is not base64"))
}

pub(crate) fn read_body(node: Node<'_, '_>) -> Read<Body> {
    Ok(Body { content_type: text(node, M1, "ContentType")?, content: octets(node, "Body")? })
}

fn read_attachment(node: Node<'_, '_>) -> Read<Attachment> {
    Ok(Attachment {
        content_type: text(node, M1, "ContentType")?,
        filename: text(node, M1, "Filename")?,
        content: octets(node, "Body")?,
        received_checksum: Some(text(node, M1, "Checksum")?),
    })
}

fn read_matter(node: Node<'_, '_>) -> Read<OfficialMatter> {
    match node.only(M3, "OfficialMatterExtension") {
        Some(extension) => read_extension(extension).map(Box::new).map(OfficialMatter::Extension),
        None => node.elements().map(raw).collect::<Read<_>>().map(OfficialMatter::Foreign),
    }
}

fn raw(node: Node<'_, '_>) -> Read<RawXml> {
    RawXml::from_node(node).map_err(|error| problem(node, error.to_string()))
}

fn date(node: Node<'_, '_>, ns: &str, local: &str) -> Read<XmlDate> {
    let child = one(node, ns, local)?;
    XmlDate::parse(&child.content()).ok_or_else(|| problem(child, "is not a date"))
}

fn read_extension(node: Node<'_, '_>) -> Read<MatterExtension> {
    let foreign = node.elements().filter(|child| child.ns() != OM3);
    Ok(MatterExtension {
        timestamp: date(node, OM3, "Timestamp")?,
        elements: foreign
            .map(|child| match child.is(INVOICE, "Invoice") {
                true => read_invoice(child).map(ForeignElement::Invoice),
                false => raw(child).map(ForeignElement::Raw),
            })
            .collect::<Read<_>>()?,
        identity: node.only(OM3, "Identity").map(|identity| MatterIdentity {
            event_id: optional(identity, OM3, "EventId"),
            official_matter_id: optional(identity, OM3, "OfficialMatterId"),
            preceding_event_id: optional(identity, OM3, "PrecedingEventId"),
        }),
        matter_subject: optional(node, OM3, "MatterSubject"),
        event_type: optional(node, OM3, "EventType"),
        matter_status: optional(node, OM3, "MatterStatus").as_deref().and_then(MatterStatus::parse),
    })
}

fn read_invoice(node: Node<'_, '_>) -> Read<Invoice> {
    let amount = one(node, INVOICE, "Amount")?;
    let method = one(node, INVOICE, "AccountMethod")?;
    Ok(Invoice {
        due_date: date(node, INVOICE, "DueDate")?,
        amount_ore: amount
            .content()
            .trim()
            .parse()
            .ok()
            .filter(|ore| *ore > 0)
            .ok_or_else(|| problem(amount, "is not a whole number of öre above zero"))?,
        currency: amount.attribute("CurrencyCode").map(str::to_owned),
        account_method: AccountMethod::parse(&method.content())
            .ok_or_else(|| problem(method, "is neither BG nor PG"))?,
        account_number: text(node, INVOICE, "AccountNumber")?,
        ocr_number: optional(node, INVOICE, "OcrNumber"),
    })
}
