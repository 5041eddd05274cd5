//! What to do now with a letter.

use crate::policy::later;
use crate::{ChannelKind, ErrorClass, LetterType, Phase, Policy, State};
use catalogue::Code;
use jiff::Timestamp;

/// The next step. A worker carries it out and appends the events that follow from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing before this moment.
    Wait(Timestamp),
    /// Ask the channel switch.
    Route,
    /// Build and store the message for this channel.
    Compose(ChannelKind),
    /// Send the stored bytes.
    Deliver {
        /// Where.
        channel: ChannelKind,
        /// Number of this attempt.
        attempt: u32,
    },
    /// Ask the receiver what became of the message.
    Ask(ChannelKind),
    /// Sending began and its worker is gone: record that the outcome is unknown (F8).
    Doubt(ChannelKind),
    /// Hand it to a person.
    Attend(Code),
    /// Remind that person: the number of this reminder.
    Remind(u32),
    /// Its time ran out and nothing of it has left: end it.
    Expire,
    /// Nothing to do until a person or a receipt comes.
    Rest,
    /// Over.
    Done,
}

/// The next step of a letter in this state. Pure and total.
///
/// `letter_type` is `None` when the type was removed from the configuration; its patience then is the
/// default one.
pub fn next(state: &State, policy: &Policy, letter_type: Option<&LetterType>, now: Timestamp) -> Step {
    let step = unbound(state, policy, letter_type, now);
    let Some(expires_at) = state.terms.expires_at.filter(|_| state.may_expire()) else { return step };
    match step {
        _ if expires_at <= now => Step::Expire,
        Step::Wait(until) => Step::Wait(until.min(expires_at)),
        Step::Rest => Step::Wait(expires_at),
        step => step,
    }
}

/// The next step, but for the end of the letter's time.
fn unbound(state: &State, policy: &Policy, letter_type: Option<&LetterType>, now: Timestamp) -> Step {
    if let Some(until) = state.held_until(now) {
        return Step::Wait(until);
    }
    if let Some(until) = state.wait_until.filter(|until| *until > now) {
        let rests = matches!(state.phase, Phase::WithPerson | Phase::Ended | Phase::Attempting);
        if !rests {
            return Step::Wait(until);
        }
    }
    match state.phase {
        Phase::Ended if state.attention.is_none() => Step::Done,
        Phase::Ended | Phase::WithPerson => person(state, policy, now),
        Phase::ToRoute => route(state, letter_type, now),
        Phase::ToCompose => state.channel().map_or(Step::Route, Step::Compose),
        Phase::ToDeliver => deliver(state, policy, now),
        Phase::Attempting => interrupted(state, policy),
        Phase::AwaitingReceipt => await_receipt(state, policy, now),
        Phase::InDoubt => in_doubt(state, policy, now),
    }
}

/// A person is reminded at growing intervals, so often as the policy says; after that the letter only lies there.
fn person(state: &State, policy: &Policy, now: Timestamp) -> Step {
    let (Some(since), Some(after_ms)) =
        (state.attention_since, policy.remind_after_ms.get(state.reminders as usize))
    else {
        return if state.phase == Phase::Ended { Step::Done } else { Step::Rest };
    };
    let at = later(since, *after_ms);
    if at <= now { Step::Remind(state.reminders + 1) } else { Step::Wait(at) }
}

fn route(state: &State, letter_type: Option<&LetterType>, now: Timestamp) -> Step {
    let patience_hours = letter_type.map_or(24, |kind| kind.patience_hours);
    let patience_ms = u64::from(patience_hours) * 3_600_000;
    match state.unknown_since {
        Some(since) if later(since, patience_ms) <= now => Step::Attend(Code::PatienceExceeded),
        _ => Step::Route,
    }
}

fn deliver(state: &State, policy: &Policy, now: Timestamp) -> Step {
    match (state.channel(), &state.composed) {
        (Some(channel), Some(message)) if message.channel == channel => {
            let class = ErrorClass::of(state.reason);
            let too_long =
                state.failing_since.is_some_and(|since| later(since, policy.patience_ms(class)) <= now);
            if state.attempts >= policy.max_attempts_of(class) || too_long {
                Step::Attend(Code::AttemptsExceeded)
            } else {
                Step::Deliver { channel, attempt: state.attempts + 1 }
            }
        }
        (Some(channel), _) => Step::Compose(channel),
        (None, _) => Step::Route,
    }
}

/// A worker only asks for the next step of a letter whose lease it holds; a letter that is still being
/// attempted therefore lost its worker in the middle.
fn interrupted(state: &State, policy: &Policy) -> Step {
    match &state.route {
        // A letter that keeps killing its worker is set aside like one whose answers keep getting lost.
        Some(route) if route.repeat_is_safe && state.attempts < policy.max_attempts => {
            Step::Deliver { channel: route.channel, attempt: state.attempts + 1 }
        }
        Some(route) => Step::Doubt(route.channel),
        None => Step::Route,
    }
}

fn await_receipt(state: &State, policy: &Policy, now: Timestamp) -> Step {
    let Some(route) = &state.route else { return Step::Attend(Code::ReceiptMissing) };
    let since = state.waiting_since.unwrap_or(now);
    let until = later(since, policy.receipt_patience_ms);
    if until <= now {
        return Step::Attend(Code::ReceiptMissing);
    }
    if !route.can_ask && route.tells {
        return Step::Wait(until);
    }
    match state.wait_until {
        // Receipts normally come by themselves: the first question waits its turn.
        None => {
            let first = policy.receipt_delays_ms.after(1, since, 0);
            if first > now { Step::Wait(first) } else { Step::Ask(route.channel) }
        }
        Some(_) => Step::Ask(route.channel),
    }
}

fn in_doubt(state: &State, policy: &Policy, now: Timestamp) -> Step {
    let Some(route) = &state.route else { return Step::Attend(Code::InDoubtUnresolved) };
    if route.repeat_is_safe {
        return if state.repeats < policy.max_repeats {
            Step::Deliver { channel: route.channel, attempt: state.attempts + 1 }
        } else {
            Step::Attend(Code::InDoubtUnresolved)
        };
    }
    let since = state.waiting_since.unwrap_or(now);
    let until = later(since, policy.in_doubt_patience_ms);
    match (route.can_ask, route.tells) {
        _ if until <= now => Step::Attend(Code::InDoubtUnresolved),
        (true, _) => Step::Ask(route.channel),
        (false, true) => Step::Wait(until),
        (false, false) => Step::Attend(Code::InDoubtUnresolved),
    }
}
