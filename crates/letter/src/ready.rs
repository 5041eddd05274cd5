//! A message that came ready-made: written and signed by its sender, sealed by the gateway (R12, R65).

use crate::Digest;
use serde::{Deserialize, Serialize};

/// The sender's own signed message. Its octets lie in the blob store and are never written anew: subject, text and
/// documents of the letter were read out of them, for paper, search and people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// What the octets are.
    pub form: ReadyForm,
    /// SHA-256 of the octets.
    pub digest: Digest,
    /// Their size.
    pub size_bytes: u64,
}

/// Forms in which a message can be handed in ready-made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadyForm {
    /// `SignedDelivery` of Mina meddelanden v3, as a stand-alone document.
    SignedDelivery,
    /// `notify` of Mina meddelanden v3 without its recipients; it carries no signature.
    Notification,
}
