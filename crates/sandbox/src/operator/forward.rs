//! `deliverForward`: a delivery that somebody hands on, with the original and both its signatures inside.

use jiff::Timestamp;
use mina::forward::parse_deliver_forward;
use mina::{
    DeliveryOperation, DeliveryResult, DeliveryStatus, ReceiveOptions, SealedDelivery, delivery_response,
};
use uuid::Uuid;
use xmldsig::TrustAnchors;

use crate::enrol::Sender;
use crate::recipients::Operator;
use crate::shared::Shared;
use crate::soap::Fault;
use crate::state::{Channel, Entry, Facts};

/// Verifies the original and puts it into every mailbox named that is here.
pub(super) fn answer(
    app: &Shared,
    operator: Operator,
    dispatcher: &Sender,
    octets: &[u8],
) -> Result<Vec<u8>, Fault> {
    let unreadable =
        |error: &dyn std::fmt::Display| Fault::new(4000, format!("the sandbox's state: {error}"));
    let trust = TrustAnchors::from_pem(&app.ca_pem).map_err(|error| unreadable(&error))?;
    let at = Some(Timestamp::now().as_second());
    let options = ReceiveOptions { trust: Some(trust), at, ..ReceiveOptions::default() };
    let forward = parse_deliver_forward(octets, &options)
        .map_err(|error| Fault::new(u16::try_from(error.error_code()).unwrap_or(5000), error.to_string()))?;
    let sender = forward.header.sender.id.reveal();
    super::may_dispatch(app, dispatcher, sender)?;
    let original = forward.original;
    let sealed = SealedDelivery::from_octets(original.sealed_octets).map_err(|error| unreadable(&error))?;
    let blob = app.state.keep(&mina::deliver_secure_envelope(&sealed)).map_err(|error| unreadable(&error))?;
    let message = original.delivery.messages.first().ok_or_else(|| Fault::new(5001, "no message inside"))?;
    let signed_by = |signer: &mina::Signer| {
        signer.organisation.as_ref().map(|id| id.reveal().to_owned()).unwrap_or_default()
    };
    let facts = Facts {
        sender: forward.header.sender.name.clone(),
        subject: forward.message.subject.clone(),
        signed_by: signed_by(&original.inner),
        sealed_by: Some(signed_by(&original.outer)),
        documents: u32::try_from(message.attachments.len()).unwrap_or(u32::MAX),
    };
    let transaction = Uuid::new_v4().to_string();
    let (mut statuses, mut entries) = (Vec::new(), Vec::new());
    for id in &forward.header.recipients {
        let recipient = super::has_mailbox(app, operator, id.reveal(), sender);
        statuses.push(DeliveryStatus { recipient_id: id.clone(), delivered: recipient.is_some() });
        entries.extend(recipient.map(|recipient| Entry::Delivered {
            channel: Channel::from(operator),
            alias: recipient.alias.to_owned(),
            // One for each mailbox: handing on is no second copy of the original.
            message_id: format!("{} handed on to {}", message.id, recipient.alias),
            transaction: transaction.clone(),
            blob: blob.clone(),
            at: Timestamp::now(),
            facts: facts.clone(),
        }));
    }
    app.state.decide(|_| (entries, ())).map_err(|error| unreadable(&error))?;
    tracing::info!(operator = operator.code(), transaction, "handed on");
    let result = DeliveryResult { transaction_id: Some(transaction), statuses };
    Ok(delivery_response(DeliveryOperation::Forward, &result))
}
