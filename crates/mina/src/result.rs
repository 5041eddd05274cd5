//! The operator's answer to a delivery: the receipt (rules F2 to F5).

use catalogue::Code;

use crate::ns::{S1, S3};
use crate::soap::{self, AnswerError, malformed};
use crate::xml::{Node, NodeExt as _, Writer};
use crate::{Limits, WireId};

/// A delivery result (S1 `DeliveryResult`). It *is* the receipt; keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryResult {
    /// The operator's transaction id: opaque, not unique across operators (rule F5).
    pub transaction_id: Option<String>,
    /// A row for each recipient.
    pub statuses: Vec<DeliveryStatus>,
}

/// What became of the delivery to one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryStatus {
    /// The recipient.
    pub recipient_id: WireId,
    /// Whether it lies in the mailbox.
    pub delivered: bool,
}

/// What a result means for one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// In the mailbox (rule F3).
    Delivered,
    /// Not in the mailbox; the next channel is tried, without a retry loop (rule F4).
    NotDelivered,
    /// It cannot be told: nothing may be repeated or printed before it is settled (rules F2, F8).
    InDoubt(Code),
}

impl Outcome {
    /// `delivered`, `not_delivered` or `in_doubt`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::NotDelivered => "not_delivered",
            Self::InDoubt(_) => "in_doubt",
        }
    }
}

impl DeliveryResult {
    /// A result for one recipient.
    pub fn new(transaction_id: impl Into<String>, recipient: impl Into<WireId>, delivered: bool) -> Self {
        let status = DeliveryStatus { recipient_id: recipient.into(), delivered };
        Self { transaction_id: Some(transaction_id.into()), statuses: vec![status] }
    }

    /// What the result says about our recipient. Its own row decides; a row for somebody else, no row, or rows that
    /// contradict each other leave the delivery in doubt (rule F2).
    pub fn outcome_for(&self, recipient: &WireId) -> Outcome {
        let mut ours =
            self.statuses.iter().filter(|row| row.recipient_id == *recipient).map(|row| row.delivered);
        match ours.next() {
            None if self.statuses.is_empty() => Outcome::InDoubt(Code::AnswerUnusable),
            None => Outcome::InDoubt(Code::AnswerForSomeoneElse),
            Some(first) if ours.any(|other| other != first) => Outcome::InDoubt(Code::AnswerUnusable),
            Some(true) => Outcome::Delivered,
            Some(false) => Outcome::NotDelivered,
        }
    }
}

/// The operations that answer with a delivery result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryOperation {
    /// `deliverSecure`.
    Secure,
    /// `deliverForward`.
    Forward,
}

impl DeliveryOperation {
    fn response(self) -> &'static str {
        match self {
            Self::Secure => "deliverSecureResponse",
            Self::Forward => "deliverForwardResponse",
        }
    }
}

/// Writes the answer to `deliverSecure`.
pub fn deliver_secure_response(result: &DeliveryResult) -> Vec<u8> {
    delivery_response(DeliveryOperation::Secure, result)
}

/// Writes the answer to one of the delivery operations.
pub fn delivery_response(operation: DeliveryOperation, result: &DeliveryResult) -> Vec<u8> {
    let mut w = Writer::new(Vec::new());
    w.open(S3, operation.response());
    w.open(S3, "return");
    w.leaf(S1, "TransId", result.transaction_id.as_deref().unwrap_or_default());
    for row in &result.statuses {
        w.open(S1, "Status");
        w.leaf(S1, "RecipientId", row.recipient_id.reveal());
        w.leaf(S1, "Delivered", if row.delivered { "true" } else { "false" });
        w.close();
    }
    soap::envelope(&w.finish())
}

/// Reads the answer to `deliverSecure`.
///
/// # Errors
/// A fault, another element, or an answer that is not as the contract has it. Anything but a fault leaves the delivery in
/// doubt (rule F2).
pub fn parse_deliver_secure_response(xml: &[u8], limits: &Limits) -> Result<DeliveryResult, AnswerError> {
    parse_delivery_response(DeliveryOperation::Secure, xml, limits)
}

/// Reads the answer to one of the delivery operations.
///
/// # Errors
/// As [`parse_deliver_secure_response`].
pub fn parse_delivery_response(
    operation: DeliveryOperation,
    xml: &[u8],
    limits: &Limits,
) -> Result<DeliveryResult, AnswerError> {
    soap::read(xml, limits, (S3, operation.response()), |response| {
        let result = response
            .only(S3, "return")
            .ok_or_else(|| malformed("F2", response, "exactly one return is needed"))?;
        Ok(DeliveryResult {
            transaction_id: soap::optional(result, S1, "TransId"),
            statuses: result.all(S1, "Status").into_iter().map(status).collect::<Result<_, _>>()?,
        })
    })
}

fn status(node: Node<'_, '_>) -> Result<DeliveryStatus, AnswerError> {
    Ok(DeliveryStatus {
        recipient_id: WireId::new(&soap::text(node, S1, "RecipientId")?),
        delivered: soap::boolean(node, S1, "Delivered")?,
    })
}
