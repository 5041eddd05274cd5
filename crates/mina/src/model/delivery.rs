//! The delivery: one sender, one recipient, one or more messages.

use super::SecureMessage;
use crate::WireId;

/// A secure delivery (M3 `Delivery`), before it is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Who is responsible for the content: the municipality, never the dispatcher or a board (rule A13).
    pub sender: Sender,
    /// The recipient; version 3 knows exactly one for each delivery (rule D18).
    pub recipient: WireId,
    /// The sender's reference, shown to nobody by the infrastructure.
    pub reference: Option<String>,
    /// The sender's correlation id; kept stable over retries (§8).
    pub correlation_id: Option<String>,
    /// A person or function within the recipient (sub-addressing).
    pub attention: Option<String>,
    /// The messages; exactly one by policy (rule D18).
    pub messages: Vec<SecureMessage>,
}

impl Delivery {
    /// A delivery of one message.
    pub fn new(sender: Sender, recipient: impl Into<WireId>, message: SecureMessage) -> Self {
        Self {
            sender,
            recipient: recipient.into(),
            reference: None,
            correlation_id: None,
            attention: None,
            messages: vec![message],
        }
    }
}

/// A sender (SN `Sender`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// Organisation number with `16` before it.
    pub id: WireId,
    /// Name as registered, 2 to 256 characters; take it from `getSenders` (§2.2).
    pub name: String,
    /// Department or function at the sender.
    pub attention: Option<String>,
}

impl Sender {
    /// A sender without attention line.
    pub fn new(id: impl Into<WireId>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), attention: None }
    }
}
