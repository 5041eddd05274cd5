//! `notify`: telling recipients of a message without delivering one.

use mina::Limits;
use mina::notification::{
    NotificationOutcome, NotificationStatus, NotifiedBy, Notify, NotifyResponse, NotifyResult,
};
use uuid::Uuid;

use crate::enrol::Sender;
use crate::recipients::Operator;
use crate::shared::Shared;
use crate::soap::Fault;

/// Whoever has a mailbox here is told; the others' rows say that they were not.
pub(super) fn answer(
    app: &Shared,
    operator: Operator,
    dispatcher: &Sender,
    octets: &[u8],
) -> Result<Vec<u8>, Fault> {
    let request = Notify::parse_strictly(octets, &Limits::default())
        .map_err(|error| Fault::new(5001, error.to_string()))?;
    let notification = &request.notification;
    let sender = notification.header.sender.id.reveal();
    super::may_dispatch(app, dispatcher, sender)?;
    let mut channels = Vec::new();
    channels.extend(notification.sms.as_ref().map(|_| NotifiedBy::Sms));
    channels.extend(notification.email.as_ref().map(|_| NotifiedBy::Email));
    let status = |recipient: &mina::WireId| {
        let delivered = super::has_mailbox(app, operator, recipient.reveal(), sender).is_some();
        let notified_by = if delivered { channels.clone() } else { Vec::new() };
        NotificationStatus {
            recipient: recipient.clone(),
            outcome: NotificationOutcome { delivered, notified_by },
        }
    };
    let statuses = notification.header.recipients.iter().map(status).collect();
    let transaction_id = Uuid::new_v4().to_string();
    tracing::info!(operator = operator.code(), transaction_id, "notified");
    Ok(NotifyResponse { result: NotifyResult { transaction_id, statuses } }.to_xml())
}
