//! deliverForward: an operator hands a delivery on, with the original and both its signatures inside.

use crate::forms::{Located, locate};
use crate::notification::DeliveryHeader;
use crate::ns::S3;
use crate::receive::{ReceiveError, ReceiveOptions, ReceivedDelivery, receive};
use crate::schema::message::{DELIVERY_HEADER_V1, SEALED_V3};
use crate::schema::simple::Simple;
use crate::schema::{Content, Particle, Type};
use crate::soap::{self, malformed};
use crate::wire::{Value as _, strict, wire_type};
use crate::xml::{Doc, NodeExt as _, Writer};
use crate::{Body, SealedDelivery};

wire_type! {
    /// What is said when a delivery is handed on (M1 `ForwardMessage`).
    ForwardMessage in M1 {
        /// Subject.
        subject: one String = "Subject",
        /// Text.
        body: one Body = "Body",
    }
}

/// A delivery that is handed on (S3 `ForwardDelivery`).
#[derive(Clone, Debug)]
pub struct ForwardDelivery<Original> {
    /// Who hands it on, and to whom.
    pub header: DeliveryHeader,
    /// What is said.
    pub message: ForwardMessage,
    /// The original: [`SealedDelivery`] to send, [`ReceivedDelivery`] when read.
    pub original: Original,
    /// The one message of the original that is meant.
    pub message_id: Option<String>,
}

const FORWARD_MESSAGE: &Type = match ForwardMessage::CONTENT {
    Content::Complex(of) => of,
    _ => &Type::sequence(&[]),
};

static FORWARD: Type = Type::sequence(&[Particle::group(
    S3,
    "forwardMessage",
    &Type::sequence(&[
        Particle::group(S3, "Header", &DELIVERY_HEADER_V1),
        Particle::group(S3, "Message", FORWARD_MESSAGE),
        Particle::group(S3, "OrginalDelivery", &SEALED_V3),
        Particle::text(S3, "MessageIdToForward", Simple::STRING).optional(),
    ]),
)]);

/// The SOAP request that hands a delivery on; the sealed content stands in it octet for octet.
pub fn deliver_forward_envelope(forward: &ForwardDelivery<SealedDelivery>) -> Vec<u8> {
    let inside = String::from_utf8_lossy(forward.original.inside().unwrap_or_default());
    let mut w = Writer::new(Vec::new());
    w.open(S3, "deliverForward");
    w.open(S3, "forwardMessage");
    forward.header.put(&mut w, S3, "Header");
    forward.message.put(&mut w, S3, "Message");
    w.raw("<srv:OrginalDelivery xmlns:srv=\"http://minameddelanden.gov.se/schema/Service/v3\" ");
    w.raw("xmlns=\"http://minameddelanden.gov.se/schema/Message/v3\">");
    w.raw(&inside);
    w.raw("</srv:OrginalDelivery>");
    w.optional(S3, "MessageIdToForward", forward.message_id.as_deref());
    soap::envelope(&w.finish())
}

/// Reads a deliverForward request; the original is verified as [`crate::parse_deliver_secure`] does.
///
/// # Errors
/// As there.
pub fn parse_deliver_forward(
    xml: &[u8],
    options: &ReceiveOptions,
) -> Result<ForwardDelivery<ReceivedDelivery>, ReceiveError> {
    let doc = Doc::parse(xml, &options.limits)?;
    let request = soap::expect(&doc, S3, "deliverForward")?;
    strict(request, &FORWARD)?;
    let Located { form, path, .. } = locate(&doc)?;
    let wanted = |what: &str| malformed("D19", request, format!("exactly one {what} is needed"));
    let forward = request.only(S3, "forwardMessage").ok_or_else(|| wanted("forwardMessage"))?;
    let part = |local: &str| forward.only(S3, local).ok_or_else(|| wanted(local));
    Ok(ForwardDelivery {
        header: DeliveryHeader::take(part("Header")?)?,
        message: ForwardMessage::take(part("Message")?)?,
        original: receive(xml, form, &path, options)?,
        message_id: forward.text_of(S3, "MessageIdToForward"),
    })
}
