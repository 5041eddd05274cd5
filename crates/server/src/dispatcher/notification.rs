//! Notification v3: `distribute` and `checkDistributionStatus`. Neutral messages to up to a thousand recipients.

use super::Dispatcher;
use super::caller::{Caller, recognise};
use super::distribution::{MOST_RECIPIENTS, nth_letter, outcome};
use super::fault::{Refusal, answer, code, unauthorized};
use super::message::{accept, active_type, client_of, fingerprint, letter_of, letters};
use super::register::must_be_registered;
use crate::gateway::Gateway;
use crate::types::CurrentType;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use letter::{LetterId, Ready, ReadyForm};
use mina::notification::{
    CheckNotificationStatus, CheckNotificationStatusResponse, DistributeNotification,
    DistributeNotificationResponse, NotificationDelivery, NotificationStatus, Notify,
};
use mina::{AnswerError, ContentRules, Delivery, Limits, Severity, WireId};
use party::Country;
use std::collections::HashSet;
use std::net::SocketAddr;
use store::{Blob, Idempotency, NewLetter};

/// Letters of one notification that are stored at the same time.
const STORED_TOGETHER: usize = 100;

pub(super) async fn handle(
    State(gateway): State<Gateway>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(dispatcher) = &gateway.dispatcher else { return unauthorized() };
    let Some(caller) = recognise(&gateway, dispatcher, &headers, peer.ip()).await else {
        return unauthorized();
    };
    let limits = Limits::default();
    let done = match CheckNotificationStatus::parse_strictly(&body, &limits) {
        Ok(question) => check_status(&gateway, dispatcher, &caller, &question).await,
        Err(AnswerError::WrongElement { found, .. }) if found == "distribute" => {
            distribute(&gateway, dispatcher, &caller, &body).await
        }
        Err(error) => Err(error.into()),
    };
    done.map_or_else(Refusal::into_response, answer)
}

async fn distribute(
    gateway: &Gateway,
    dispatcher: &Dispatcher,
    caller: &Caller,
    body: &[u8],
) -> Result<Vec<u8>, Refusal> {
    let now = Timestamp::now();
    let limits = Limits::default();
    // Read leniently first: too many recipients has a code of its own.
    let count = DistributeNotification::parse(body, &limits)?.notification.header.recipients.len();
    if count > MOST_RECIPIENTS {
        let text = format!("{count} recipients; at most {MOST_RECIPIENTS} in one call: split the list");
        return Err(Refusal::new(code::MAXIMUM_EXCEEDED, text));
    }
    let DistributeNotification { notification } = DistributeNotification::parse_strictly(body, &limits)?;
    let (client, _) = client_of(gateway, dispatcher, caller, &notification.header.sender.id)?;
    let Some(type_code) = &client.notification_type else {
        let text = "this sender has no agreement about notifications";
        return Err(Refusal::new(code::ACCESS_DENIED, text));
    };
    let kind = active_type(gateway, type_code)?;
    let recipients = distinct(&notification.header.recipients);
    judge(&notification, &recipients)?;
    must_be_registered(gateway, dispatcher, &client.sender).await?;
    let first = store(gateway, caller, notification, &recipients, &kind, now).await?;
    Ok(DistributeNotificationResponse { distribution_id: first.to_string() }.to_xml())
}

/// Nobody is told twice.
fn distinct(recipients: &[WireId]) -> Vec<WireId> {
    let mut seen = HashSet::new();
    recipients.iter().filter(|id| seen.insert((*id).clone())).cloned().collect()
}

/// The content rules; and nothing that points at a person in what leaves the secure channel (B10, R102).
fn judge(notification: &NotificationDelivery, recipients: &[WireId]) -> Result<(), Refusal> {
    let invalid = |text: String| Err(Refusal::new(code::INVALID_INPUT, text));
    let Some(first) = recipients.first() else { return invalid("A2: no recipient".to_owned()) };
    if let Some(place) = recipients.iter().position(|id| id.party().is_err()) {
        return invalid(format!("A2: Recipient[{}] is no number of a recipient", place + 1));
    }
    let open = |text: &str| !party::contains_personal_number(text, &[Country::Se, Country::Dk]);
    let email = notification.email.as_ref();
    let texts = [
        ("EmailMessage/header/Subject", email.map(|email| email.header.subject.as_str())),
        ("EmailMessage/text", email.map(|email| email.text.as_str())),
        ("SmsMessage/text", notification.sms.as_ref().map(|sms| sms.text.as_str())),
    ];
    if let Some((place, _)) = texts.iter().find(|(_, text)| text.is_some_and(|text| !open(text))) {
        return invalid(format!("B10: {place} holds what is a person's number; notifications are neutral"));
    }
    let findings = mina::judge(&as_delivery(notification, first), &ContentRules::default());
    match findings.iter().find(|finding| finding.severity == Severity::Error) {
        Some(finding) => {
            let code = if finding.rule == "D1" { code::MIME_TYPE } else { code::INVALID_INPUT };
            Err(Refusal::new(code, finding.to_string()))
        }
        None => Ok(()),
    }
}

/// The message of a notification as a delivery to one recipient.
fn as_delivery(notification: &NotificationDelivery, recipient: &WireId) -> Delivery {
    let header = &notification.header;
    Delivery {
        reference: header.reference.clone(),
        correlation_id: header.correlation_id.clone(),
        attention: header.attention.clone(),
        ..Delivery::new(header.sender.clone(), recipient, notification.message.message().clone())
    }
}

/// One letter for each recipient. The first decides whether the call repeats an earlier one; a call that was cut off
/// between two of them is completed by its repetition.
async fn store(
    gateway: &Gateway,
    caller: &Caller,
    mut notification: NotificationDelivery,
    recipients: &[WireId],
    kind: &CurrentType,
    now: Timestamp,
) -> Result<LetterId, Refusal> {
    let fingerprint = fingerprint(&DistributeNotification { notification: notification.clone() }.to_xml());
    let message = notification.message.message().clone();
    // Kept once, without recipients: each letter knows its own.
    notification.header.recipients.clear();
    let template = Blob::new(Bytes::from(Notify { notification: notification.clone() }.to_xml()));
    let ready =
        Ready { form: ReadyForm::Notification, digest: template.digest(), size_bytes: template.size_bytes() };
    let scope = format!("dispatcher/{}", kind.letter_type.sender);
    let letter_for = |place: u16, recipient: &WireId, first: Option<LetterId>| {
        let delivery = as_delivery(&notification, recipient);
        let mut letter = letter_of(&delivery, &message, kind, caller, Vec::new(), ready.clone(), now)?;
        let key = match first {
            None => format!("notification/{}", message.id),
            Some(first) => {
                letter.id = nth_letter(first, place);
                format!("notification/{first}/{place}")
            }
        };
        let recipient_hash = letter.recipient.keyed_hash(&gateway.search_key);
        let idempotency = Some(Idempotency { scope: scope.clone(), key, fingerprint });
        Ok::<_, Refusal>(NewLetter {
            letter,
            blobs: vec![template.clone()],
            idempotency,
            recipient_hash,
            due_at: now,
        })
    };
    let Some((one, others)) = recipients.split_first() else {
        return Err(Refusal::new(code::INVALID_INPUT, "A2: no recipient"));
    };
    let first = accept(gateway, letter_for(0, one, None)?, caller).await?;
    let numbered: Vec<(u16, &WireId)> = (1..).zip(others).collect();
    // Together, so that they share commits.
    for some in numbered.chunks(STORED_TOGETHER) {
        let new = some.iter().map(|(place, recipient)| letter_for(*place, recipient, Some(first)));
        let new = new.collect::<Result<Vec<_>, _>>()?;
        futures_util::future::try_join_all(new.into_iter().map(|new| accept(gateway, new, caller))).await?;
    }
    Ok(first)
}

async fn check_status(
    gateway: &Gateway,
    dispatcher: &Dispatcher,
    caller: &Caller,
    question: &CheckNotificationStatus,
) -> Result<Vec<u8>, Refusal> {
    let (client, _) = client_of(gateway, dispatcher, caller, &question.sender)?;
    let id = question.distribution_id.parse::<LetterId>().ok();
    let most = u16::try_from(MOST_RECIPIENTS).unwrap_or(u16::MAX);
    let histories = letters(gateway, client, id, ReadyForm::Notification, most).await?;
    let statuses = histories.iter().map(|history| NotificationStatus {
        recipient: WireId::from(&history.letter.recipient),
        outcome: outcome(&letter::State::fold(&history.events)),
    });
    Ok(CheckNotificationStatusResponse { statuses: statuses.collect() }.to_xml())
}
