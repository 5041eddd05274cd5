//! Opening a sealed delivery: both signatures, the chain, and the message out of the verified octets.

use jiff::Timestamp;
use mina::{ReceiveOptions, ReceivedDelivery, Signer, parse_deliver_secure};
use xmldsig::TrustAnchors;

use crate::soap::Fault;
use crate::state::Facts;

/// A delivery whose signatures hold. The recipient's number is a secret.
pub(crate) struct Opened {
    pub(crate) sender_id: String,
    pub(crate) recipient_id: String,
    pub(crate) message_id: String,
    /// Organisation number in the certificate of the inner signature.
    pub(crate) signed_by: String,
    /// The same of the seal.
    pub(crate) sealed_by: String,
    pub(crate) facts: Facts,
}

/// Verifies an envelope as §5.4 says, now.
pub(crate) fn open(envelope: &[u8], ca_pem: &str) -> Result<Opened, Fault> {
    let received = receive(envelope, ca_pem, Some(Timestamp::now().as_second()))?;
    let delivery = &received.delivery;
    let Some(message) = delivery.messages.first() else {
        return Err(Fault::new(5001, "a delivery without a message"));
    };
    let (signed_by, sealed_by) = (organisation(&received.inner)?, organisation(&received.outer)?);
    let documents = delivery.messages.iter().map(|message| message.attachments.len()).sum::<usize>();
    Ok(Opened {
        sender_id: delivery.sender.id.reveal().to_owned(),
        recipient_id: delivery.recipient.reveal().to_owned(),
        message_id: message.id.clone(),
        facts: Facts {
            sender: delivery.sender.name.clone(),
            subject: message.subject.clone(),
            signed_by: signed_by.clone(),
            sealed_by: Some(sealed_by.clone()),
            documents: u32::try_from(documents).unwrap_or(u32::MAX),
        },
        signed_by,
        sealed_by,
    })
}

/// The same without a clock, for showing what was accepted earlier.
pub(crate) fn reopen(envelope: &[u8], ca_pem: &str) -> Result<ReceivedDelivery, Fault> {
    receive(envelope, ca_pem, None)
}

fn receive(envelope: &[u8], ca_pem: &str, at: Option<i64>) -> Result<ReceivedDelivery, Fault> {
    let trust = TrustAnchors::from_pem(ca_pem)
        .map_err(|error| Fault::new(3, format!("the sandbox cannot read its own authority: {error}")))?;
    let options = ReceiveOptions { trust: Some(trust), at, ..ReceiveOptions::default() };
    parse_deliver_secure(envelope, &options)
        .map_err(|error| Fault::new(u16::try_from(error.error_code()).unwrap_or(5000), error.to_string()))
}

fn organisation(signer: &Signer) -> Result<String, Fault> {
    let id = signer.organisation.as_ref().filter(|id| id.is_organisation());
    id.map(|id| id.reveal().to_owned())
        .ok_or_else(|| Fault::new(5002, "a signature's certificate names no organisation (E15)"))
}
