//! What follows the technical receipt: validation, delivery to the mailbox, business receipt.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::memos::{self, Verdict};
use crate::outcome::{Outcome, Side};
use crate::recipients;
use crate::shared::{App, Shared};
use crate::state::{Channel, Entry, Facts, Pending, Receipt, ReceiptStatus, Trail};

/// Takes up what an earlier run of the sandbox left undone.
pub(crate) fn resume(app: &App) {
    let undone: Vec<Uuid> = app.state.read(|index| index.pending.keys().copied().collect());
    for transmission in undone {
        schedule(app, transmission);
    }
}

/// Validates one transmission after the delay of the configuration.
pub(super) fn schedule(app: &App, transmission: Uuid) {
    let app = Arc::clone(app);
    tokio::spawn(async move {
        let Some(pending) = app.state.read(|index| index.pending.get(&transmission).cloned()) else { return };
        let delay = if pending.late { app.config.late_receipt_delay } else { app.config.receipt_delay };
        tokio::time::sleep(delay).await;
        let done = tokio::task::spawn_blocking(move || conclude(&app, &pending)).await;
        match done {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "receipt not written; it follows after a restart"),
            Err(error) => tracing::error!(%error, "validation failed; it follows after a restart"),
        }
    });
}

/// What the business receipt says.
pub(crate) struct Ruling {
    pub(crate) status: ReceiptStatus,
    pub(crate) error: Option<(&'static str, String)>,
}

fn conclude(app: &Shared, pending: &Pending) -> std::io::Result<()> {
    let verdict = memos::judge(&app.state.blob_path(&pending.blob))?;
    let recipient = pending.alias.as_deref().and_then(recipients::by_alias);
    let outcome = recipient.filter(|r| r.country == Side::Dk).map_or(Outcome::Unknown, |r| app.outcome(r));
    let ruling = rule(outcome, &verdict);
    let signed_by =
        app.senders.system(&pending.system).map(|sender| sender.number.clone()).unwrap_or_default();
    app.state.decide(|index| {
        let mut entries = Vec::new();
        let uuid = pending.message_uuid.unwrap_or(pending.transmission);
        let at = Timestamp::now();
        let mut trail = |tag| entries.push(Entry::Trail { message_uuid: uuid, tag, at });
        if ruling.status == ReceiptStatus::Completed {
            trail(Trail::MemoSendValidated);
            trail(Trail::MessageReceived);
        } else {
            trail(Trail::MemoSendValidationFailed);
        }
        trail(Trail::BusinessReceiptCreated);
        let message_id = uuid.to_string();
        // A run that was killed in between may have delivered already.
        let delivered = index.first(Channel::DigitalPost, &message_id).is_some();
        if let Some(recipient) = recipient.filter(|_| ruling.status == ReceiptStatus::Completed && !delivered)
        {
            entries.push(Entry::Delivered {
                channel: Channel::DigitalPost,
                alias: recipient.alias.to_owned(),
                message_id,
                transaction: pending.transmission.to_string(),
                blob: pending.blob.clone(),
                at,
                facts: Facts {
                    sender: verdict.sender.clone(),
                    subject: verdict.subject.clone(),
                    signed_by: signed_by.clone(),
                    sealed_by: None,
                    documents: verdict.documents,
                },
            });
        }
        entries.extend(receipts(pending, &ruling, at));
        (entries, ())
    })
}

/// What Digital Post makes of a message to a recipient who plays this outcome.
pub(crate) fn rule(outcome: Outcome, verdict: &Verdict) -> Ruling {
    if let Some(finding) = &verdict.finding {
        return Ruling { status: ReceiptStatus::Invalid, error: Some(("memo.invalid", finding.clone())) };
    }
    let not_allowed = |why: &str| Ruling {
        status: ReceiptStatus::NotAllowed,
        error: Some(("recipient.not.allowed", why.to_owned())),
    };
    match outcome {
        Outcome::Invalid => Ruling {
            status: ReceiptStatus::Invalid,
            error: Some(("memo.invalid", "message does not validate".to_owned())),
        },
        Outcome::NotAllowed => not_allowed("sending to this recipient is not allowed"),
        Outcome::Exempt | Outcome::Closed | Outcome::Unknown => {
            not_allowed("the recipient has no open mailbox")
        }
        _ => Ruling { status: ReceiptStatus::Completed, error: None },
    }
}

fn receipts(pending: &Pending, ruling: &Ruling, at: Timestamp) -> Vec<Entry> {
    let receipt = |status, error: Option<&(&'static str, String)>| Receipt {
        transmission_id: pending.transmission,
        message_uuid: pending.message_uuid,
        message_id: pending.message_id.clone(),
        error_code: error.map(|(code, _)| (*code).to_owned()),
        error_message: error.map(|(_, message)| message.clone()),
        time_stamp: at,
        receipt_status: status,
    };
    let entry = |business, receipt| Entry::Receipt {
        id: Uuid::new_v4(),
        system: pending.system.clone(),
        business,
        receipt,
    };
    let business = receipt(ruling.status, ruling.error.as_ref());
    if pending.double {
        // The end before the beginning, and then the end once more.
        let technical = receipt(ReceiptStatus::Received, None);
        vec![entry(true, business.clone()), entry(false, technical), entry(false, business)]
    } else {
        vec![entry(true, business)]
    }
}
