//! Receiving a sealed delivery: verify everything, store the octets, answer.

use std::sync::Arc;

use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use uuid::Uuid;

use super::{MAX_ENVELOPE, Opened, open};
use crate::faults::Strike;
use crate::net::{HangUp, Peer};
use crate::outcome::{Outcome, Side};
use crate::recipients::{self, Operator, TestRecipient};
use crate::shared::{App, Shared, not_stored, off_thread};
use crate::soap::{self, Fault, element, ns};
use crate::state::{Channel, Entry};

pub(super) async fn handle(
    app: App,
    operator: Operator,
    peer: Peer,
    strike: Strike,
    body: Bytes,
) -> Response {
    let (shared, octets) = (Arc::clone(&app), body.clone());
    let examined = match off_thread(move || examine(&shared, operator, &peer, &octets)).await {
        Ok(Ok(examined)) => examined,
        Ok(Err(fault)) => return fault.v3(),
        Err(response) => return response,
    };
    if let Err(response) = app.meet(super::place(operator), examined.recipient.alias, &strike).await {
        return response;
    }
    play(&app, operator, examined, &body).await
}

/// A delivery that is in order, and what is to become of it.
struct Examined {
    opened: Opened,
    recipient: &'static TestRecipient,
    outcome: Outcome,
}

/// Everything that the real one would check (§5.4, G1).
fn examine(app: &Shared, operator: Operator, peer: &Peer, octets: &[u8]) -> Result<Examined, Fault> {
    let dispatcher = app
        .dispatcher(peer)
        .ok_or_else(|| Fault::new(6005, "the client certificate belongs to no registered dispatcher"))?;
    if octets.len() > MAX_ENVELOPE {
        return Err(Fault::new(5005, format!("the envelope is larger than {MAX_ENVELOPE} bytes")));
    }
    let opened = open(octets, &app.ca_pem)?;
    if opened.sealed_by != dispatcher.number {
        return Err(Fault::new(5002, "sealed by another organisation than the one that delivers"));
    }
    if opened.signed_by != opened.sender_id && opened.signed_by != dispatcher.number {
        return Err(Fault::new(5002, "signed by neither the sender nor its dispatcher"));
    }
    super::may_dispatch(app, &dispatcher, &opened.sender_id)?;
    let recipient = recipients::by_number(&opened.recipient_id)
        .filter(|recipient| recipient.country == Side::Se)
        .ok_or_else(|| Fault::new(8002, "no such account"))?;
    let outcome = app.outcome_for(recipient, &opened.sender_id);
    match outcome {
        Outcome::Protected => Err(Fault::new(6006, "recipient has protected identity")),
        Outcome::NotRegistered
        | Outcome::Under18
        | Outcome::PublicBody
        | Outcome::Pending
        | Outcome::AccountMissing => Err(Fault::new(8002, "no such account")),
        Outcome::DispatcherRefused => Err(Fault::new(6005, "dispatcher not approved")),
        Outcome::SignatureRefused => Err(Fault::new(5012, "signature error")),
        _ if app.operator(recipient) != operator => {
            Err(Fault::new(8002, "the mailbox is at another operator"))
        }
        _ => Ok(Examined { opened, recipient, outcome }),
    }
}

async fn play(app: &App, operator: Operator, examined: Examined, octets: &[u8]) -> Response {
    let Examined { opened, recipient, outcome } = &examined;
    let channel = Channel::from(operator);
    let attempt = match app.state.attempt(channel.code(), &opened.message_id) {
        Ok(attempt) => attempt,
        Err(error) => return not_stored(&error),
    };
    let first = attempt == 1;
    match outcome {
        Outcome::Silent if first => return app.silence().await,
        Outcome::FaultOnce if first => return Fault::new(5000, "unknown error, try again").v3(),
        Outcome::NotDelivered | Outcome::Declined => {
            return result(&Uuid::new_v4().to_string(), &opened.recipient_id, false);
        }
        _ => {}
    }
    let transaction = match store(app, operator, &examined, octets) {
        Ok(transaction) => transaction,
        Err(error) => return not_stored(&error),
    };
    tracing::info!(operator = operator.code(), recipient = recipient.alias, transaction, "delivered");
    match outcome {
        Outcome::SilentAfterStoring if first => app.silence().await,
        Outcome::LostAfterStoring if first => HangUp.into_response(),
        // A number of the official list that is not this recipient's.
        Outcome::WrongRecipient => result(&transaction, "191500722390", true),
        _ => result(&transaction, &opened.recipient_id, true),
    }
}

/// Puts the letter into the mailbox and gives back the transaction. Alfa knows a message again by its id and
/// answers as the first time; Beta delivers it once more, as operators may: the contract has no idempotency key.
fn store(app: &Shared, operator: Operator, examined: &Examined, octets: &[u8]) -> std::io::Result<String> {
    let blob = app.state.keep(octets)?;
    let channel = Channel::from(operator);
    let message_id = examined.opened.message_id.clone();
    app.state.decide(|index| {
        if operator == Operator::Alfa
            && let Some(known) = index.first(channel, &message_id)
        {
            let transaction = known.transaction.clone();
            return (vec![Entry::Repeat { channel, message_id: message_id.clone() }], transaction);
        }
        let transaction = Uuid::new_v4().to_string();
        let letter = Entry::Delivered {
            channel,
            alias: examined.recipient.alias.to_owned(),
            message_id: message_id.clone(),
            transaction: transaction.clone(),
            blob: blob.clone(),
            at: Timestamp::now(),
            facts: examined.opened.facts.clone(),
        };
        (vec![letter], transaction)
    })
}

/// The DeliveryResult: the receipt of Mina meddelanden.
fn result(transaction: &str, recipient_id: &str, delivered: bool) -> Response {
    let delivered = if delivered { "true" } else { "false" };
    soap::answer(&format!(
        "<s3:deliverSecureResponse xmlns:s3=\"{}\" xmlns:s1=\"{}\"><s3:return>{}<s1:Status>{}{}</s1:Status></s3:return></s3:deliverSecureResponse>",
        ns::S3,
        ns::S1,
        element("s1:TransId", transaction),
        element("s1:RecipientId", recipient_id),
        element("s1:Delivered", delivered),
    ))
}
