//! Message v3: `distributeSecure` and `checkDistributionStatus`.

use super::caller::{Caller, recognise};
use super::distribution::{self, status};
use super::fault::{Refusal, answer, code, unauthorized};
use super::register::must_be_registered;
use super::{Dispatcher, DispatcherClient, config};
use crate::config::Sender;
use crate::gateway::Gateway;
use crate::intake::File;
use crate::types::CurrentType;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use letter::{Body, BodyKind, Contact, Data, Document, Fault, Letter, LetterId, Ready, ReadyForm};
use mina::distribute::{
    CheckDistributionStatus, CheckDistributionStatusResponse, DistributeSecureResponse, DistributionStatus,
    ReceivedSigned, parse_distribute_secure,
};
use mina::{
    AnswerError, ContentRules, Delivery, Finding, Limits, ReceiveOptions, SecureMessage, Severity, WireId,
};
use std::net::SocketAddr;
use store::{AcceptError, Blob, History, Idempotency, NewLetter};

/// A question about a distribution is small; what is larger is a delivery.
const QUESTION_MAX_BYTES: usize = 16 * 1024;
/// Seal, second signature and envelope around a signed delivery, with a certificate of usual size (D11).
const SEALING_BYTES: usize = 8 * 1024;
/// Findings that a fault names.
const FINDINGS_SHOWN: usize = 10;

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
    if body.len() <= QUESTION_MAX_BYTES {
        match CheckDistributionStatus::parse_strictly(&body, &Limits::default()) {
            Ok(question) => {
                return check_status(&gateway, dispatcher, &caller, &question)
                    .await
                    .map_or_else(Refusal::into_response, answer);
            }
            Err(AnswerError::WrongElement { found, .. }) if found == "distributeSecure" => {}
            Err(error) => return Refusal::from(error).into_response(),
        }
    }
    distribute(&gateway, dispatcher, &caller, body).await.map_or_else(Refusal::into_response, answer)
}

/// A sender that this caller may act for, with its client entry.
pub(super) fn client_of<'a>(
    gateway: &'a Gateway,
    dispatcher: &'a Dispatcher,
    caller: &Caller,
    sender_id: &WireId,
) -> Result<(&'a DispatcherClient, &'a Sender), Refusal> {
    let known = dispatcher.config.clients.iter().find_map(|client| {
        let sender = gateway.sender(&client.sender)?;
        (config::wire_number(&sender.number)? == sender_id.reveal()).then_some((client, sender))
    });
    let Some((client, sender)) = known else {
        return Err(Refusal::new(code::UNKNOWN_SENDER, "this dispatcher has no agreement with that sender"));
    };
    if !caller.may_act_for(client, &sender.number) {
        return Err(Refusal::new(code::ACCESS_DENIED, "the caller may not act for that sender"));
    }
    Ok((client, sender))
}

/// The type of a client's letters, if it takes new ones.
pub(super) fn active_type(gateway: &Gateway, type_code: &letter::TypeCode) -> Result<CurrentType, Refusal> {
    gateway
        .current_type(type_code)
        .filter(|current| current.letter_type.active && current.letter_type.class.may_be_sent())
        .ok_or_else(|| Refusal::new(code::ILLEGAL_STATE, "the sender's letter type takes no new letters"))
}

async fn distribute(
    gateway: &Gateway,
    dispatcher: &Dispatcher,
    caller: &Caller,
    body: Bytes,
) -> Result<Vec<u8>, Refusal> {
    let now = Timestamp::now();
    let options = ReceiveOptions {
        trust: Some(dispatcher.trust.clone()),
        at: Some(now.as_second()),
        ..ReceiveOptions::default()
    };
    // Reading and verifying two megabytes is work for a thread of its own.
    let read = tokio::task::spawn_blocking(move || {
        let received = parse_distribute_secure(&body, &options)?;
        let findings = mina::judge(&received.delivery, &ContentRules::default());
        Ok::<_, Refusal>((received, findings))
    });
    let (received, findings) =
        read.await.map_err(|_| Refusal::new(code::INVALID_INPUT, "the delivery cannot be read"))??;
    let (client, sender) = client_of(gateway, dispatcher, caller, &received.delivery.sender.id)?;
    signed_by_its_sender(&received, client, sender)?;
    let kind = active_type(gateway, &client.letter_type)?;
    judge_content(&received, &findings, max_envelope_bytes(gateway))?;
    let [message] = received.delivery.messages.as_slice() else {
        let text = "D18: send one message in each delivery; split this one";
        return Err(Refusal::new(code::MAXIMUM_EXCEEDED, text));
    };
    let (documents, files) = judge_files(gateway, message).await?;
    must_be_registered(gateway, dispatcher, &client.sender).await?;
    let id = store(gateway, caller, &received, message, &kind, documents, files, now).await?;
    Ok(DistributeSecureResponse { distribution_id: id.to_string() }.to_xml())
}

/// E15: the certificate is the sender's, or that of a system which may sign for it.
fn signed_by_its_sender(
    received: &ReceivedSigned,
    client: &DispatcherClient,
    sender: &Sender,
) -> Result<(), Refusal> {
    let refused = |text: &str| Err(Refusal::new(code::ACCESS_DENIED, text));
    match &received.signer.organisation {
        None => refused("E15: the certificate names no organisation"),
        Some(organisation) if client.may_sign(&sender.number, organisation.reveal()) => Ok(()),
        Some(_) => {
            refused("E15: the delivery is signed neither by its sender nor by a system that may sign for it")
        }
    }
}

fn max_envelope_bytes(gateway: &Gateway) -> u64 {
    let configured = gateway.config.mina_meddelanden.as_ref().map(|channel| channel.max_envelope_bytes);
    configured.unwrap_or(mina::ENVELOPE_LIMIT as u64)
}

/// D1 to D20 and D11, before anything is kept.
fn judge_content(received: &ReceivedSigned, findings: &[Finding], limit: u64) -> Result<(), Refusal> {
    let errors: Vec<&Finding> =
        findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    if let Some(first) = errors.first() {
        let wrong_type = matches!(first.rule, "D1" | "D7");
        let shown: Vec<String> = errors.iter().take(FINDINGS_SHOWN).map(ToString::to_string).collect();
        let fault = if wrong_type { code::MIME_TYPE } else { code::INVALID_INPUT };
        return Err(Refusal::new(fault, shown.join("; ")));
    }
    let size = received.signed.octets().len() + SEALING_BYTES;
    if size as u64 > limit {
        let text = format!(
            "D11: sealed, the envelope would have about {size} bytes; at most {limit} are taken: make the files smaller"
        );
        return Err(Refusal::new(code::MAXIMUM_EXCEEDED, text));
    }
    Ok(())
}

/// Attachments are judged like those of any letter: they may have to be printed.
async fn judge_files(
    gateway: &Gateway,
    message: &SecureMessage,
) -> Result<(Vec<Document>, Vec<File>), Refusal> {
    let files: Vec<File> = message
        .attachments
        .iter()
        .enumerate()
        .map(|(place, file)| File {
            name: file.filename.clone(),
            bytes: Bytes::from(file.content.clone()),
            pointer: format!("Attachment[{}]", place + 1),
        })
        .collect();
    let mut faults: Vec<Fault> = Vec::new();
    let documents = gateway.judge_files(&files, &mut faults).await;
    match faults.first() {
        None => Ok((documents, files)),
        Some(first) => {
            let text = format!("{}: {} ({})", first.pointer, first.detail, first.code.as_str());
            let too_many = first.code == catalogue::Code::DocumentsTooMany;
            Err(Refusal::new(if too_many { code::MAXIMUM_EXCEEDED } else { code::INVALID_INPUT }, text))
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "what a letter is made of, each named once")]
async fn store(
    gateway: &Gateway,
    caller: &Caller,
    received: &ReceivedSigned,
    message: &SecureMessage,
    current: &CurrentType,
    documents: Vec<Document>,
    files: Vec<File>,
    now: Timestamp,
) -> Result<LetterId, Refusal> {
    let delivery = &received.delivery;
    let signed = Blob::new(Bytes::copy_from_slice(received.signed.octets()));
    let ready =
        Ready { form: ReadyForm::SignedDelivery, digest: signed.digest(), size_bytes: signed.size_bytes() };
    let letter = letter_of(delivery, message, current, caller, documents, ready, now)?;
    let recipient_hash = letter.recipient.keyed_hash(&gateway.search_key);
    // The same message to the same recipient is the same letter, whichever certificate signed it again (F11).
    let idempotency = Idempotency {
        scope: format!("dispatcher/{}", current.letter_type.sender),
        key: format!("secure/{}/{}", hex::encode(recipient_hash), message.id),
        fingerprint: fingerprint(&mina::unsigned_delivery(delivery)),
    };
    let blobs = files.into_iter().map(|file| Blob::new(file.bytes)).chain([signed]).collect();
    let new = NewLetter { letter, blobs, idempotency: Some(idempotency), recipient_hash, due_at: now };
    accept(gateway, new, caller).await
}

/// Stores a letter; the answer is its id, or that of the letter it repeats.
pub(super) async fn accept(gateway: &Gateway, new: NewLetter, caller: &Caller) -> Result<LetterId, Refusal> {
    let (sender, class) = (new.letter.sender.clone(), u8::from(new.letter.class));
    match journey::accept(gateway, new).await {
        Ok(accepted) => {
            let (letter, replayed) = (accepted.id, accepted.replayed);
            tracing::info!(%letter, %sender, class, source = caller.name(), replayed, "accepted for dispatch");
            Ok(letter)
        }
        Err(AcceptError::IdempotencyConflict { first }) => {
            let text = format!(
                "a message with this id and recipient, but another content, is distribution {first}; give a corrected message a new id"
            );
            Err(Refusal::new(code::ALREADY_EXISTS, text))
        }
        Err(error) => {
            tracing::error!(%error, "a letter could not be stored");
            Err(Refusal::new(code::UNKNOWN, "nothing was stored; call again later"))
        }
    }
}

/// SHA-256 of what was signed, without the signature.
pub(super) fn fingerprint(octets: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, octets).as_ref());
    hash
}

/// A letter with the message's words and files, for paper, search and people; `ready` is what is sealed.
pub(super) fn letter_of(
    delivery: &Delivery,
    message: &SecureMessage,
    current: &CurrentType,
    caller: &Caller,
    documents: Vec<Document>,
    ready: Ready,
    now: Timestamp,
) -> Result<Letter, Refusal> {
    let kind = &current.letter_type;
    let invalid = |text: &str| Refusal::new(code::INVALID_INPUT, text);
    let recipient =
        delivery.recipient.party().map_err(|error| invalid(&format!("A2: Recipient: {error}")))?;
    let text =
        String::from_utf8(message.body.content.clone()).map_err(|_| invalid("D2: the text is not UTF-8"))?;
    let body_kind = if message.body.content_type == "text/html" { BodyKind::Html } else { BodyKind::Plain };
    let short = |text: &str| text.chars().take(REFERENCE_MAX_CHARS).collect::<String>();
    Ok(Letter {
        id: distribution::first_letter(),
        sender: kind.sender.clone(),
        unit: delivery.sender.attention.as_deref().map(short).or_else(|| kind.department.clone()),
        letter_type: kind.code.clone(),
        class: kind.class,
        recipient,
        recipient_name: None,
        address: None,
        protected: false,
        subject: message.subject.clone(),
        body: (!text.trim().is_empty()).then_some(Body { kind: body_kind, text }),
        contact: Contact {
            text: message.support.text.clone(),
            url: message.support.url.clone(),
            phone: message.support.phone_number.clone(),
            email: message.support.email_address.clone(),
        },
        documents,
        ready: Some(ready),
        agreements: Vec::new(),
        notice: None,
        reference: Some(short(delivery.reference.as_deref().unwrap_or(&message.id))),
        case_id: delivery.correlation_id.as_deref().map(short),
        language: None,
        data: Data::default(),
        type_version: current.version,
        source: caller.name(),
        accepted_at: now,
    })
}

/// As for letters handed in at the API.
const REFERENCE_MAX_CHARS: usize = 256;

async fn check_status(
    gateway: &Gateway,
    dispatcher: &Dispatcher,
    caller: &Caller,
    question: &CheckDistributionStatus,
) -> Result<Vec<u8>, Refusal> {
    let (client, _) = client_of(gateway, dispatcher, caller, &question.sender)?;
    let id = question.distribution_id.parse::<LetterId>().ok();
    let histories = letters(gateway, client, id, ReadyForm::SignedDelivery, 1).await?;
    let statuses = histories.iter().map(|history| {
        let (distribution_type, state) = status(&letter::State::fold(&history.events));
        DistributionStatus { recipient: WireId::from(&history.letter.recipient), distribution_type, state }
    });
    Ok(CheckDistributionStatusResponse { statuses: statuses.collect() }.to_xml())
}

/// The letters of a distribution, if they are this client's; none is "not found", also for somebody else's.
pub(super) async fn letters(
    gateway: &Gateway,
    client: &DispatcherClient,
    first: Option<LetterId>,
    form: ReadyForm,
    most: u16,
) -> Result<Vec<History>, Refusal> {
    let mut found = Vec::new();
    if let Some(first) = first.filter(|first| distribution::nth_letter(*first, 0) == *first) {
        let ids: Vec<LetterId> = (0..most).map(|place| distribution::nth_letter(first, place)).collect();
        let loaded = gateway.store.load_many(&ids).await.map_err(|error| {
            tracing::error!(%error, "a distribution cannot be read");
            Refusal::new(code::UNKNOWN, "the store does not answer; call again later")
        })?;
        let ours = |history: &History| {
            let letter = &history.letter;
            letter.sender == client.sender && letter.ready.as_ref().is_some_and(|ready| ready.form == form)
        };
        found = loaded.into_iter().filter(ours).collect();
    }
    if found.is_empty() {
        return Err(Refusal::new(code::NOT_FOUND, "there is no such distribution of that sender"));
    }
    Ok(found)
}
