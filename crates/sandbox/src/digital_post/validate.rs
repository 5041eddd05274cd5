//! What follows the technical receipt: validation, delivery to the mailbox, business receipt.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::memos::{self, Nature};
use crate::outcome::{Outcome, Side};
use crate::recipients::{self, TestRecipient};
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
        let delay = app.receipt_delay(pending.late);
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
    pub(crate) error: Option<(String, String)>,
}

fn conclude(app: &Shared, pending: &Pending) -> std::io::Result<()> {
    let verdict = memos::judge(&app.state.blob_path(&pending.blob))?;
    let recipient = pending.alias.as_deref().and_then(recipients::by_alias);
    let outcome = recipient.filter(|r| r.country == Side::Dk).map_or(Outcome::Unknown, |r| app.outcome(r));
    let ruling = rule(recipient, outcome, &verdict.nature);
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

/// Whether this recipient takes NemSMS: persons, the exempt among them (J5).
pub(crate) const fn takes_nemsms(recipient: &TestRecipient, outcome: Outcome) -> bool {
    !recipient.company && !matches!(outcome, Outcome::Closed | Outcome::Unknown)
}

/// What Digital Post makes of a message to a recipient who plays this outcome.
pub(crate) fn rule(recipient: Option<&TestRecipient>, outcome: Outcome, nature: &Nature) -> Ruling {
    let invalid = |code: &str, what: &str| Ruling {
        status: ReceiptStatus::Invalid,
        error: Some((code.to_owned(), what.to_owned())),
    };
    let not_allowed = |why: &str| Ruling {
        status: ReceiptStatus::NotAllowed,
        error: Some(("recipient.not.allowed".to_owned(), why.to_owned())),
    };
    if let Some((code, what)) = &nature.fault {
        return invalid(code, what);
    }
    match outcome {
        Outcome::Invalid => invalid("memo.invalid", "message does not validate"),
        Outcome::NotAllowed => not_allowed("sending to this recipient is not allowed"),
        outcome if nature.nemsms => match recipient.is_some_and(|r| takes_nemsms(r, outcome)) {
            true => Ruling { status: ReceiptStatus::Completed, error: None },
            false => not_allowed("the recipient has no active NemSMS subscription"),
        },
        Outcome::Exempt if nature.forced => Ruling { status: ReceiptStatus::Completed, error: None },
        Outcome::Exempt | Outcome::Closed | Outcome::Unknown => {
            not_allowed("the recipient has no open mailbox")
        }
        _ => Ruling { status: ReceiptStatus::Completed, error: None },
    }
}

fn receipts(pending: &Pending, ruling: &Ruling, at: Timestamp) -> Vec<Entry> {
    let receipt = |status, error: Option<&(String, String)>| Receipt {
        transmission_id: pending.transmission,
        message_uuid: pending.message_uuid,
        message_id: pending.message_id.clone(),
        error_code: error.map(|(code, _)| code.clone()),
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
    if pending.missing {
        let id = Uuid::new_v4();
        let written =
            Entry::Receipt { id, system: pending.system.clone(), business: true, receipt: business };
        return vec![written, Entry::ReceiptDeleted { id }];
    }
    if pending.double {
        // The end before the beginning, and then the end once more.
        let technical = receipt(ReceiptStatus::Received, None);
        vec![entry(true, business.clone()), entry(false, technical), entry(false, business)]
    } else {
        vec![entry(true, business)]
    }
}
