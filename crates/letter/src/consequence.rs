//! What follows from what an adapter saw: outcomes become events, here and nowhere else.

use crate::{
    AskAnswer, ChannelKind, Decision, Digest, ErrorClass, Event, Lookup, LookupAnswer, MessageUuid, Phase,
    Policy, ReceiptKind, State,
};
use catalogue::Code;
use jiff::Timestamp;

/// How an attempt to send ended. The adapter decides it where the fact is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver's answer is the receipt (Mina meddelanden, F3).
    Delivered {
        /// Receiver's id.
        transmission_id: Option<String>,
        /// The raw answer, stored.
        raw: Option<Digest>,
    },
    /// The receiver has it and owes a receipt (Digital Post, print).
    HandedOver {
        /// Receiver's id.
        transmission_id: Option<String>,
        /// The raw answer, stored.
        raw: Option<Digest>,
    },
    /// Refused because of the recipient: the next channel may be taken (F4).
    NotDelivered {
        /// Why.
        problem: Code,
        /// Receiver's code and call id.
        detail: Option<String>,
        /// The raw answer, stored.
        raw: Option<Digest>,
    },
    /// Refused because of the message or the sender: a person must mend it; never paper by itself (F7).
    Refused {
        /// Why.
        problem: Code,
        /// Receiver's code and call id.
        detail: Option<String>,
        /// The raw answer, stored.
        raw: Option<Digest>,
    },
    /// Certainly without effect; the same bytes may go again later (F9).
    Retry {
        /// Why.
        problem: Code,
        /// Technical detail.
        detail: Option<String>,
    },
    /// Nobody knows whether it arrived (F8).
    InDoubt {
        /// What is known.
        problem: Code,
        /// Technical detail.
        detail: Option<String>,
    },
}

/// Events after the switch has decided; `lookup` is the answer that was used, if a register was asked.
pub fn after_switch(
    state: &State,
    lookup: Option<(ChannelKind, &Lookup)>,
    decision: Decision,
    policy: &Policy,
    now: Timestamp,
    salt: u64,
) -> Vec<Event> {
    let mut events = Vec::with_capacity(2);
    let mut retry_at = None;
    if let Decision::Wait(..) = decision {
        retry_at = Some(policy.lookup_delays_ms.after(state.unknown_lookups + 1, now, salt));
    }
    if let Some((channel, lookup)) = lookup {
        let (answer, detail) = match lookup {
            Lookup::Yes { .. } => (LookupAnswer::Yes, None),
            Lookup::No { .. } => (LookupAnswer::No, None),
            Lookup::Unknown { detail, .. } => (LookupAnswer::Unknown, detail.clone()),
        };
        events.push(Event::LookedUp { channel, answer, reason: lookup.reason(), detail, retry_at });
    }
    match decision {
        Decision::Use(route, reason) => events.push(Event::Routed { route, reason }),
        Decision::Person(problem) => events.push(Event::NeedsAttention { problem, detail: None }),
        Decision::Wait(..) => {}
    }
    events
}

/// Events after an attempt to send `message`.
pub fn after_attempt(
    state: &State,
    channel: ChannelKind,
    message: MessageUuid,
    outcome: Outcome,
    policy: &Policy,
    now: Timestamp,
    salt: u64,
) -> Vec<Event> {
    let receipt = |kind, problem, detail, raw| Event::Receipt {
        channel,
        message_uuid: message,
        kind,
        problem,
        detail,
        raw,
    };
    match outcome {
        Outcome::Delivered { transmission_id, raw } => vec![
            Event::HandedOver { channel, transmission_id, raw: raw.clone() },
            receipt(ReceiptKind::Delivered, None, None, raw),
        ],
        Outcome::HandedOver { transmission_id, raw } => {
            vec![Event::HandedOver { channel, transmission_id, raw }]
        }
        // While an earlier attempt is in doubt, a refusal of the repeat says nothing about the first one:
        // it may lie in the mailbox. A person decides.
        Outcome::NotDelivered { problem, detail, .. } | Outcome::Refused { problem, detail, .. }
            if state.maybe_arrived =>
        {
            let code = problem.as_str();
            let detail = Some(detail.map_or_else(|| code.to_owned(), |text| format!("{code}: {text}")));
            vec![
                Event::InDoubt { channel, problem: Code::AnswerLost, detail: detail.clone(), ask_at: now },
                Event::NeedsAttention { problem: Code::InDoubtUnresolved, detail },
            ]
        }
        Outcome::NotDelivered { problem, detail, raw } => {
            vec![Event::FellBack { from: channel, reason: problem, detail, raw }]
        }
        Outcome::Refused { problem, detail, raw } => {
            vec![receipt(ReceiptKind::Invalid, Some(problem), detail, raw)]
        }
        Outcome::Retry { problem, detail } => {
            let delays = policy.delays_ms(ErrorClass::of(Some(problem)));
            let retry_at = delays.after(state.attempts.max(1), now, salt);
            vec![Event::AttemptFailed { channel, problem, detail, retry_at }]
        }
        Outcome::InDoubt { problem, detail } => {
            let ask_at = policy.ask_delays_ms.after(state.repeats + 1, now, salt);
            vec![Event::InDoubt { channel, problem, detail, ask_at }]
        }
    }
}

/// Event after a worker was found to have died while sending.
pub fn after_interruption(channel: ChannelKind, policy: &Policy, now: Timestamp, salt: u64) -> Event {
    let ask_at = policy.ask_delays_ms.after(1, now, salt);
    Event::InDoubt {
        channel,
        problem: Code::AnswerLost,
        detail: Some("sending was interrupted".to_owned()),
        ask_at,
    }
}

/// Event after the receiver was asked and had no receipt to give.
pub fn after_ask(
    state: &State,
    channel: ChannelKind,
    answer: AskAnswer,
    policy: &Policy,
    now: Timestamp,
    salt: u64,
) -> Event {
    let delays = match state.phase {
        Phase::AwaitingReceipt => &policy.receipt_delays_ms,
        _ => &policy.ask_delays_ms,
    };
    let ask_at = delays.after(state.asks + 1, now, salt);
    Event::Asked { channel, answer, ask_at }
}
