//! The error desk: what waits for a person, why, since when, what was tried, and what can safely be done (R96–R99).

use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::reach::Reason;
use catalogue::{Code, Language, Owner};
use jiff::Timestamp;
use letter::{Act, AskAnswer, ChannelKind, Digest, Event, MessageUuid, ReceiptKind, Recorded, State};
use serde::Serialize;
use store::History;

/// Why a letter waits for a person, and what that person can do.
#[derive(Clone, Debug, Serialize)]
pub struct Attention {
    /// Why.
    pub reason: Reason,
    /// Who must act, in words.
    pub owner: &'static str,
    /// Since when.
    pub since: Option<Timestamp>,
    /// For how many whole hours; never negative, whatever the clock did.
    pub age_hours: i64,
    /// How often a person was reminded.
    pub reminders: u32,
    /// What was tried.
    pub tried: Tried,
    /// What can be done, the safest first.
    pub acts: Vec<Offered>,
}

/// What was tried, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// Questions to the register.
    pub lookups: u32,
    /// Attempts to send.
    pub attempts: u32,
    /// Questions to the receiver about the message.
    pub asked: u32,
    /// Times a person tried again.
    pub retried: u32,
    /// The digital channel was given up.
    pub fell_back: bool,
}

/// Something that can be done.
#[derive(Clone, Debug, Serialize)]
pub struct Offered {
    /// Name, for `POST /v1/letters/actions`.
    #[serde(rename = "do")]
    pub name: &'static str,
    /// It cannot be undone, or may reach the recipient twice.
    pub grave: bool,
}

/// Both facts about a message in doubt: what we sent and were told, and what the receiver says.
#[derive(Clone, Debug, Serialize)]
pub struct Doubt {
    /// Channel of the message.
    pub channel: ChannelKind,
    /// Its id on the wire.
    pub message_uuid: MessageUuid,
    /// SHA-256 of the bytes that were sent.
    pub digest: Digest,
    /// Each time it was sent, with the answer.
    pub sent: Vec<Sent>,
    /// What the receiver said about it since, oldest first.
    pub receiver: Vec<Said>,
}

/// One time that it was sent.
#[derive(Clone, Debug, Serialize)]
pub struct Sent {
    /// When sending began.
    pub at: Timestamp,
    /// The answer's code; nothing if none was recorded, as when the gateway stopped in the middle.
    pub answer: Option<Reason>,
    /// Technical detail of the answer.
    pub detail: Option<String>,
}

/// Something that the receiver said.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// When we heard it.
    pub at: Timestamp,
    /// What it said: `underway`, `not_seen`, `no_answer`, or the kind of a receipt.
    pub said: &'static str,
    /// Technical detail.
    pub detail: Option<String>,
}

/// Longest note that is kept, characters.
const NOTE_MAX_CHARS: usize = 500;

/// A person's note as it is kept: one line, not too long.
pub(crate) fn plain_note(text: &str) -> String {
    let line: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(NOTE_MAX_CHARS).collect();
    line.trim().to_owned()
}

/// Which letter a decision is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Whatever there is when the decision comes in.
    Whatever,
    /// The letter when its last event had one of these numbers.
    OneOf(Vec<u32>),
}

impl Seen {
    pub(crate) fn is(&self, seq: u32) -> bool {
        match self {
            Seen::Whatever => true,
            Seen::OneOf(numbers) => numbers.contains(&seq),
        }
    }
}

/// Why the letter waits for a person, if it does.
pub fn attention(history: &History, state: &State, language: Language, now: Timestamp) -> Option<Attention> {
    let code = state.attention?;
    let offered = letter::offers(state).into_iter();
    let hours = state.attention_since.map_or(0, |since| now.duration_since(since).as_hours());
    Some(Attention {
        reason: Reason::of(code, language),
        owner: owner(code).title().get(language),
        since: state.attention_since,
        age_hours: hours.max(0),
        reminders: state.reminders,
        tried: tried(&history.events, state),
        acts: offered.map(|offer| Offered { name: offer.act.as_str(), grave: offer.grave }).collect(),
    })
}

/// A letter with a person is never nobody's: what the reason leaves open is the case worker's.
pub fn owner(code: Code) -> Owner {
    match code.entry().owner {
        Owner::Nobody => Owner::CaseWorker,
        owner => owner,
    }
}

fn tried(events: &[Recorded], state: &State) -> Tried {
    let mut tried = Tried { fell_back: state.fell_back, ..Tried::default() };
    for recorded in events {
        match &recorded.event {
            Event::LookedUp { .. } => tried.lookups += 1,
            Event::Attempted { .. } => tried.attempts += 1,
            Event::Asked { .. } => tried.asked += 1,
            Event::Retried { .. } => tried.retried += 1,
            _ => {}
        }
    }
    tried
}

/// Both facts, while a message may have arrived or a receipt contradicts.
pub fn doubt(history: &History, state: &State, language: Language) -> Option<Doubt> {
    let unclear =
        state.maybe_arrived && !state.name.is_final() && state.name != letter::StateName::HandedOver;
    if !unclear && !state.contradicted {
        return None;
    }
    // What contradicts speaks of an earlier message, if there was one.
    let message = if state.contradicted { state.messages.first() } else { state.composed.as_ref() }?;
    let mut doubt = Doubt {
        channel: message.channel,
        message_uuid: message.message_uuid,
        digest: message.digest.clone(),
        sent: Vec::new(),
        receiver: Vec::new(),
    };
    let mut current = None;
    for Recorded { at, event, .. } in &history.events {
        match event {
            Event::Composed { message_uuid, .. } => current = Some(*message_uuid),
            Event::Receipt { message_uuid, kind, detail, .. } if *message_uuid == message.message_uuid => {
                let (said, detail) = (receipt_name(*kind), detail.clone());
                doubt.receiver.push(Said { at: *at, said, detail });
            }
            _ if current != Some(message.message_uuid) => {}
            Event::Attempted { .. } => doubt.sent.push(Sent { at: *at, answer: None, detail: None }),
            Event::InDoubt { problem, detail, .. } | Event::AttemptFailed { problem, detail, .. } => {
                if let Some(last) = doubt.sent.last_mut() {
                    last.answer = Some(Reason::of(*problem, language));
                    last.detail.clone_from(detail);
                }
            }
            Event::HandedOver { transmission_id, .. } => {
                if let Some(last) = doubt.sent.last_mut() {
                    last.answer = Some(Reason::of(Code::HandedOver, language));
                    last.detail.clone_from(transmission_id);
                }
            }
            Event::Asked { answer, .. } => {
                let said = match answer {
                    AskAnswer::Underway => "underway",
                    AskAnswer::NotSeen => "not_seen",
                    AskAnswer::NoAnswer => "no_answer",
                };
                doubt.receiver.push(Said { at: *at, said, detail: None });
            }
            _ => {}
        }
    }
    Some(doubt)
}

const fn receipt_name(kind: ReceiptKind) -> &'static str {
    match kind {
        ReceiptKind::Received => "received",
        ReceiptKind::Delivered => "delivered",
        ReceiptKind::Posted => "posted",
        ReceiptKind::Invalid => "invalid",
        ReceiptKind::NotAllowed => "not_allowed",
        ReceiptKind::Opened => "opened",
        ReceiptKind::Returned => "returned",
    }
}

impl Gateway {
    /// Does one thing for a letter in the name of `by`, if its state allows it. Taking back whatever there is is judged
    /// again when it moved in between.
    ///
    /// # Errors
    /// Why it was refused; `letter_moved` when it is no longer the letter that was seen.
    pub(crate) async fn act_for(
        &self,
        mut history: History,
        seen: Seen,
        act: Act,
        by: &str,
        note: Option<String>,
    ) -> Result<State, Problem> {
        const TRIES: usize = 4;
        let repeats = act == Act::Cancel && seen == Seen::Whatever;
        for tried in 1.. {
            let seq = history.seq();
            if !seen.is(seq) {
                return Err(Problem::new(Code::LetterMoved));
            }
            let done = self.act(&history, act.event(by, note.clone())).await;
            let found = self.store.load(history.letter.id).await;
            history = found.ok().flatten().ok_or_else(|| Problem::new(Code::NotReady))?;
            match done {
                Ok(()) => break,
                // A decision is about the letter as it was seen; only taking it back is right whatever else happened.
                Err(_) if repeats && history.seq() != seq && tried < TRIES => {}
                Err(problem) if problem.code == Code::StateConflict && !seen.is(history.seq()) => {
                    return Err(Problem::new(Code::LetterMoved));
                }
                Err(problem) => return Err(problem),
            }
        }
        Ok(State::fold(&history.events))
    }
}
