//! The channel switch, asked synchronously and without a letter (R56).

use crate::gateway::Gateway;
use crate::intake::today;
use catalogue::{Code, Language};
use jiff::Timestamp;
use journey::ask_register;
use letter::{
    ChannelKind, Decision, Letter, LetterId, LetterType, Lookup, LookupAnswer, Opening, State, decide,
    opening,
};
use party::PartyId;
use serde::Serialize;

/// The switch's answer for one recipient.
#[derive(Clone, Debug, Serialize)]
pub struct Reach {
    /// Place in the question.
    pub index: usize,
    /// The recipient, masked.
    pub recipient: String,
    /// Reachable digitally: yes, no or unknown.
    pub answer: LookupAnswer,
    /// The channel a letter of this type would take now; absent while unknown.
    pub channel: Option<ChannelKind>,
    /// Why.
    pub reason: Reason,
    /// The mailbox operator, if the register named one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
}

/// A code with its words.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// Catalogue code.
    pub code: Code,
    /// What it means.
    pub what: &'static str,
    /// What to do.
    pub fix: &'static str,
}

impl Reason {
    /// A code in words of that language.
    pub fn of(code: Code, language: Language) -> Reason {
        let entry = code.entry();
        Reason { code, what: entry.what.get(language), fix: entry.fix.get(language) }
    }
}

impl Gateway {
    /// Where letters of this type to these recipients would go now, in the same order.
    pub async fn reach(
        &self,
        letter_type: &LetterType,
        recipients: &[PartyId],
        language: Language,
    ) -> Vec<Reach> {
        let Some(sender) = self.sender(&letter_type.sender) else { return Vec::new() };
        let now = Timestamp::now();
        let today = today(sender.time_zone(), now);
        let state = State::default();
        let openings: Vec<Opening> = recipients
            .iter()
            .map(|recipient| {
                let probe = probe(letter_type, recipient.clone(), now);
                opening(&probe, letter_type, &state, sender.digital, today)
            })
            .collect();
        let asked: Vec<(usize, PartyId)> = openings
            .iter()
            .zip(recipients)
            .enumerate()
            .filter(|(_, (opening, _))| matches!(opening, Opening::Ask(_)))
            .map(|(index, (_, recipient))| (index, recipient.clone()))
            .collect();
        let numbers: Vec<PartyId> = asked.iter().map(|(_, recipient)| recipient.clone()).collect();
        let channel = sender.digital.and_then(|kind| self.channel_of(&sender.id, kind));
        let lookups = match channel {
            Some(channel) if !numbers.is_empty() => {
                ask_register(channel.as_ref(), letter_type, &sender.id, &numbers).await
            }
            _ => Vec::new(),
        };
        let mut lookups = lookups.into_iter();
        let mut results = Vec::with_capacity(recipients.len());
        for (index, (opening, recipient)) in openings.into_iter().zip(recipients).enumerate() {
            let (decision, lookup) = match (opening, channel) {
                (Opening::Decided(decision), _) => (decision, None),
                (Opening::Ask(_), Some(channel)) => {
                    let lookup = lookups
                        .next()
                        .unwrap_or(Lookup::Unknown { reason: Code::RegisterAnswerUnusable, detail: None });
                    (decide(letter_type, &state, &lookup, channel.route(&lookup)), Some(lookup))
                }
                (Opening::Ask(_), None) => (Decision::Wait(Code::RegisterUnavailable, None), None),
            };
            results.push(answer(index, recipient, decision, lookup, language));
        }
        results
    }
}

fn answer(
    index: usize,
    recipient: &PartyId,
    decision: Decision,
    lookup: Option<Lookup>,
    language: Language,
) -> Reach {
    let (channel, code, operator) = match decision {
        Decision::Use(route, reason) => {
            let operator = route.endpoint.map(|endpoint| endpoint.operator_name);
            (Some(route.channel), reason, operator)
        }
        Decision::Wait(reason, _) => (None, reason, None),
        Decision::Person(problem) => (Some(ChannelKind::Desk), problem, None),
    };
    let answer = match (&lookup, channel) {
        (Some(Lookup::Unknown { .. }), _) | (_, None) => LookupAnswer::Unknown,
        (_, Some(ChannelKind::Print | ChannelKind::Desk | ChannelKind::None)) => LookupAnswer::No,
        // The platform would print.
        _ if code == Code::NoOpenMailbox => LookupAnswer::No,
        _ => LookupAnswer::Yes,
    };
    Reach {
        index,
        recipient: recipient.masked(),
        answer,
        channel,
        reason: Reason::of(code, language),
        operator,
    }
}

/// A letter that exists only to ask the switch.
fn probe(letter_type: &LetterType, recipient: PartyId, now: Timestamp) -> Letter {
    Letter {
        id: LetterId(uuid::Uuid::nil()),
        sender: letter_type.sender.clone(),
        unit: None,
        letter_type: letter_type.code.clone(),
        class: letter_type.class,
        recipient,
        recipient_name: None,
        address: None,
        protected: false,
        subject: String::new(),
        body: None,
        contact: letter_type.contact.clone(),
        documents: Vec::new(),
        ready: None,
        agreements: Vec::new(),
        notice: None,
        reference: None,
        case_id: None,
        language: None,
        data: Default::default(),
        type_version: None,
        source: String::new(),
        accepted_at: now,
    }
}
