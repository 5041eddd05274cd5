//! Carries one step out through the adapters and says what follows from it.

use crate::held::{Found, Held};
use crate::index;
use crate::{House, Ledger};
use bytes::Bytes;
use catalogue::Code;
use channels::{Answer, Channel, ComposeJob, DeliverJob, Delivery, Hold};
use jiff::Timestamp;
use letter::consequence::{after_ask, after_interruption, after_switch};
use letter::{
    AskAnswer, ChannelKind, Decision, Digest, Event, Letter, LetterType, Lookup, MessageKind, MessageUuid,
    Opening, Outcome, SenderId, State, Step, decide, opening,
};
use party::PartyId;
use store::{Blob, BlobError, History, StoreError};

/// What came of sending a message.
pub(super) struct Sent {
    pub(super) message_uuid: MessageUuid,
    pub(super) outcome: Outcome,
    /// The receiver's raw answer, stored with the outcome.
    pub(super) answer: Option<Blob>,
}

/// Carries out a step other than sending.
pub(super) async fn step<H: House>(
    gateway: &H,
    history: &History,
    state: &State,
    letter_type: Option<&LetterType>,
    step: Step,
    now: Timestamp,
) -> Result<Found, StoreError> {
    let policy = gateway.policy();
    let salt = index::salt(history.letter.id);
    Ok(match (step, letter_type) {
        (Step::Attend(problem), _) => attention(problem, None),
        (Step::Remind(number), _) => Found::event(Event::Reminded { number }),
        (Step::Expire, _) => Found::event(Event::Expired),
        #[cfg(feature = "planted")]
        (Step::Doubt(channel), _) if gateway.planted(crate::Bug::CrashMeansNotSent) => {
            let problem = Code::OperatorUnavailable;
            Found::event(Event::AttemptFailed { channel, problem, detail: None, retry_at: now })
        }
        (Step::Doubt(channel), _) => Found::event(after_interruption(channel, policy, now, salt)),
        (Step::Ask(channel), _) => ask(gateway, history, state, channel, now).await,
        // A type that left the configuration has no class and no fallback to go by.
        (Step::Route | Step::Compose(_), None) => attention(Code::TypeUnknown, None),
        (Step::Route, Some(kind)) => {
            Found { events: route(gateway, history, state, kind, now).await, blobs: Vec::new() }
        }
        (Step::Compose(channel), Some(kind)) => compose(gateway, history, state, kind, channel, now).await?,
        (Step::Deliver { .. } | Step::Wait(_) | Step::Rest | Step::Done, _) => Found::default(),
    })
}

fn attention(problem: Code, detail: Option<String>) -> Found {
    Found::event(Event::NeedsAttention { problem, detail })
}

/// Asks the register what letters of this type need to know.
pub async fn ask_register(
    channel: &dyn Channel,
    letter_type: &LetterType,
    sender: &SenderId,
    recipients: &[PartyId],
) -> Vec<Lookup> {
    match letter_type.message {
        MessageKind::Letter => channel.lookup(sender, recipients).await,
        MessageKind::NemSms => channel.lookup_nemsms(sender, recipients).await,
    }
}

async fn route<H: House>(
    gateway: &H,
    history: &History,
    state: &State,
    kind: &LetterType,
    now: Timestamp,
) -> Vec<Event> {
    let letter = &history.letter;
    let policy = gateway.policy();
    let salt = index::salt(letter.id);
    let Some(sender) = gateway.terms(&letter.sender) else {
        return attention(Code::SenderUnknown, None).events;
    };
    match opening(letter, kind, state, sender.digital, sender.today(now)) {
        Opening::Decided(decision) => {
            after_switch(state, None, along(gateway, letter, decision), policy, now, salt)
        }
        Opening::Ask(kind_of_channel) => {
            let (lookup, decision) = match gateway.channel_of(&letter.sender, kind_of_channel) {
                Some(channel) => {
                    let recipient = std::slice::from_ref(&letter.recipient);
                    let answers = ask_register(channel.as_ref(), kind, &letter.sender, recipient).await;
                    let lookup = answers
                        .into_iter()
                        .next()
                        .unwrap_or(Lookup::Unknown { reason: Code::RegisterAnswerUnusable, detail: None });
                    let decision = decide(kind, state, &lookup, channel.route(&lookup));
                    (lookup, along(gateway, letter, decision))
                }
                None => {
                    let lookup = Lookup::Unknown { reason: Code::RegisterUnavailable, detail: None };
                    (lookup, Decision::Wait(Code::RegisterUnavailable, None))
                }
            };
            after_switch(state, Some((kind_of_channel, &lookup)), decision, policy, now, salt)
        }
    }
}

/// A decision for paper with what is known of the sender's own print service.
fn along<H: House>(gateway: &H, letter: &Letter, decision: Decision) -> Decision {
    match decision {
        Decision::Use(route, reason) if route.channel == ChannelKind::Print => {
            let printer = gateway.channel_of(&letter.sender, ChannelKind::Print);
            let yes = Lookup::Yes { reason, endpoint: None };
            Decision::Use(printer.map_or(route, |printer| printer.route(&yes)), reason)
        }
        other => other,
    }
}

async fn compose<H: House>(
    gateway: &H,
    history: &History,
    state: &State,
    kind: &LetterType,
    channel: ChannelKind,
    now: Timestamp,
) -> Result<Found, StoreError> {
    let letter = &history.letter;
    let (Some(adapter), Some(sender)) =
        (gateway.channel_of(&letter.sender, channel), gateway.terms(&letter.sender))
    else {
        return Ok(attention(
            Code::ComposeFailed,
            Some(format!("channel {} is not configured", channel.as_str())),
        ));
    };
    let mut documents = Vec::with_capacity(letter.documents.len());
    for document in &letter.documents {
        match gateway.ledger().blob(letter.id, &document.digest).await {
            Ok(bytes) => documents.push(Bytes::from(bytes)),
            Err(error) => return unreadable(error),
        }
    }
    let ready = match &letter.ready {
        None => None,
        Some(ready) => match gateway.ledger().blob(letter.id, &ready.digest).await {
            Ok(bytes) => Some(Bytes::from(bytes)),
            Err(error) => return unreadable(error),
        },
    };
    let message_uuid = gateway.new_message_uuid();
    let job = ComposeJob {
        letter: letter.clone(),
        letter_type: kind.clone(),
        reason: state.reason,
        message_uuid,
        documents,
        ready,
        now,
        today: sender.today(now),
        zone: sender.zone.clone(),
        markup: gateway.markup_of(letter, kind),
    };
    Ok(match adapter.compose(job).await {
        Ok(message) => {
            let warnings = message.warnings;
            let blob = Blob::new(message.bytes);
            let (digest, size_bytes) = (blob.digest(), blob.size_bytes());
            Found {
                events: vec![Event::Composed { channel, message_uuid, digest, size_bytes, warnings }],
                blobs: vec![blob],
            }
        }
        Err(error) => attention(error.code, Some(error.detail)),
    })
}

/// A document that is damaged or gone needs a person; a store that is out of reach only needs time.
fn unreadable(error: BlobError) -> Result<Found, StoreError> {
    match error {
        BlobError::Store(error) if error.is_temporary() => Err(error),
        error => Ok(attention(Code::BlobDamaged, Some(error.to_string()))),
    }
}

/// Whether the channel wants the letter to wait before its next attempt, and why.
pub(super) fn hold<H: House>(
    gateway: &H,
    history: &History,
    state: &State,
    channel: ChannelKind,
) -> Option<Hold> {
    let (adapter, route) = (gateway.channel_of(&history.letter.sender, channel)?, state.route.as_ref()?);
    adapter.admits(&history.letter.sender, route).err()
}

/// Sends the stored bytes once; the raw answer is stored before the outcome is recorded. Nothing leaves after `until`, the
/// end of the worker's lease: whoever was held up for so long does not know what others have decided meanwhile.
pub(super) async fn deliver<H: House>(
    gateway: &H,
    held: &Held,
    channel: ChannelKind,
    until: Timestamp,
) -> Sent {
    let letter = &held.history.letter;
    let state = State::fold(&held.history.events);
    let nil = MessageUuid(uuid::Uuid::nil());
    let (Some(message), Some(route), Some(adapter)) =
        (state.composed, state.route, gateway.channel_of(&letter.sender, channel))
    else {
        let outcome = Outcome::Refused { problem: Code::ComposeFailed, detail: None, raw: None };
        return Sent { message_uuid: nil, outcome, answer: None };
    };
    let message_uuid = message.message_uuid;
    let bytes = match stored(gateway, held, &message.digest).await {
        Ok(bytes) => bytes,
        Err(error) => {
            let detail = Some(error.to_string());
            let outcome = match error {
                // Nothing has left, and the bytes are not lost: the same again when the store is back.
                BlobError::Store(error) if error.is_temporary() => {
                    Outcome::Retry { problem: Code::StorageUnavailable, detail }
                }
                _ => Outcome::Refused { problem: Code::BlobDamaged, detail, raw: None },
            };
            return Sent { message_uuid, outcome, answer: None };
        }
    };
    #[cfg(feature = "planted")]
    let message_uuid = crate::planted::wire_id(gateway, state.attempts, message_uuid);
    let job = DeliverJob {
        sender: letter.sender.clone(),
        message_uuid,
        route,
        recipient: letter.recipient.clone(),
        bytes,
    };
    #[cfg(feature = "planted")]
    let until = if gateway.planted(crate::Bug::SendsAfterLease) { Timestamp::MAX } else { until };
    if gateway.now() >= until {
        let detail = Some("the worker was held up until after its lease".to_owned());
        let outcome = Outcome::Retry { problem: Code::NotReady, detail };
        return Sent { message_uuid, outcome, answer: None };
    }
    let Delivery { mut outcome, answer } = adapter.deliver(job).await;
    let answer = answer.map(Blob::new);
    let digest = answer.as_ref().map(Blob::digest);
    match &mut outcome {
        Outcome::Delivered { raw, .. }
        | Outcome::HandedOver { raw, .. }
        | Outcome::NotDelivered { raw, .. }
        | Outcome::Refused { raw, .. } => *raw = digest,
        Outcome::Retry { .. } | Outcome::InDoubt { .. } => {}
    }
    Sent { message_uuid, outcome, answer }
}

/// The bytes of a message, from memory if they were written a moment ago.
async fn stored<H: House>(gateway: &H, held: &Held, digest: &Digest) -> Result<Bytes, BlobError> {
    match held.built(digest) {
        Some(blob) => Ok(blob.to_bytes()),
        None => gateway.ledger().blob(held.history.letter.id, digest).await.map(Bytes::from),
    }
}

async fn ask<H: House>(
    gateway: &H,
    history: &History,
    state: &State,
    channel: ChannelKind,
    now: Timestamp,
) -> Found {
    let policy = gateway.policy();
    let salt = index::salt(history.letter.id);
    let unanswered = |answer| Found::event(after_ask(state, channel, answer, policy, now, salt));
    let (Some(adapter), Some(message)) =
        (gateway.channel_of(&history.letter.sender, channel), &state.composed)
    else {
        return unanswered(AskAnswer::NoAnswer);
    };
    let transmission = state.transmission_id.as_deref();
    match adapter.ask(&history.letter.sender, message.message_uuid, transmission).await {
        Answer::Receipt(receipt, raw) if receipt.message_uuid == message.message_uuid => {
            let raw = Blob::new(raw);
            let event = Event::Receipt {
                channel,
                message_uuid: receipt.message_uuid,
                kind: receipt.kind,
                problem: receipt.problem,
                detail: receipt.detail,
                raw: Some(raw.digest()),
            };
            Found { events: vec![event], blobs: vec![raw] }
        }
        Answer::Receipt(..) | Answer::NotSeen => unanswered(AskAnswer::NotSeen),
        Answer::Underway => unanswered(AskAnswer::Underway),
        Answer::NoAnswer(detail) => {
            tracing::warn!(letter = %history.letter.id, channel = channel.as_str(), detail, "could not ask");
            unanswered(AskAnswer::NoAnswer)
        }
    }
}
