//! A letter as callers and case workers see it: state, reason and timeline, in words.

use crate::desk::{Attention, Doubt};
use crate::gateway::Gateway;
use crate::reach::Reason;
use catalogue::{Code, Language};
use jiff::Timestamp;
use letter::{
    ChannelKind, Deadlines, Event, Letter, LetterId, ReceiptKind, Recorded, Resolution, State, StateName,
    Terms, deadlines,
};
use serde::Serialize;
use store::{Forgotten, History};

/// A letter in full.
#[derive(Clone, Debug, Serialize)]
pub struct LetterView {
    /// Id.
    pub id: LetterId,
    /// Number of its last event: what an act hands in as the letter that was seen.
    pub seq: u32,
    /// State.
    pub state: StateName,
    /// Nothing more will happen by itself.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Channel taken.
    pub channel: Option<ChannelKind>,
    /// Why this channel, or why it waits.
    pub reason: Option<Reason>,
    /// What a person must look at.
    pub attention: Option<Reason>,
    /// The same in full: owner, age, what was tried, what can be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk: Option<Attention>,
    /// Both facts about a message of which nobody knows whether it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// When it may leave, until when it can be taken back, and when its time runs out.
    #[serde(flatten)]
    pub terms: Terms,
    /// By when the recipient must answer or appeal, once delivery is proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<Deadlines>,
    /// Letter type.
    pub r#type: String,
    /// Municipality.
    pub sender: String,
    /// Board or unit.
    pub unit: Option<String>,
    /// Protection class.
    pub class: u8,
    /// When its content was deleted; what tells of content and recipient is empty then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forgotten_at: Option<Timestamp>,
    /// Who deleted it before its time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forgotten_by: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forgotten_why: Option<String>,
    /// Title.
    pub subject: String,
    /// Recipient, masked.
    pub recipient: String,
    /// Mailbox operator.
    pub operator: Option<String>,
    /// Caller's reference.
    pub reference: Option<String>,
    /// Case number.
    pub case_id: Option<String>,
    /// Who handed it in.
    pub source: String,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
    /// When it was delivered.
    pub delivered_at: Option<Timestamp>,
    /// Not before this moment, while it waits.
    pub wait_until: Option<Timestamp>,
    /// Id of the national message.
    pub message_uuid: Option<letter::MessageUuid>,
    /// The receiver's transmission id.
    pub transmission_id: Option<String>,
    /// Version of its type, for one that was imported.
    pub type_version: Option<u32>,
    /// Language of the letter, when the caller named one.
    pub language: Option<String>,
    /// What makes it actionable, and how complete that is; filled in by who knows its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markup: Option<crate::markup::MarkupView>,
    /// Its files.
    pub documents: Vec<letter::Document>,
    /// What happened.
    pub timeline: Vec<Moment>,
    /// Where to look further.
    pub links: Links,
}

/// Links of a letter.
#[derive(Clone, Debug, Serialize)]
pub struct Links {
    /// This letter.
    #[serde(rename = "self")]
    pub this: String,
    /// Its events.
    pub events: String,
    /// The national message.
    pub message: String,
}

impl Links {
    /// Links of a letter.
    pub fn of(id: LetterId) -> Links {
        let this = format!("/v1/letters/{id}");
        Links { events: format!("{this}/events"), message: format!("{this}/message"), this }
    }
}

/// One line of the timeline: the event with its words.
#[derive(Clone, Debug, Serialize)]
pub struct Moment {
    /// The event as recorded.
    #[serde(flatten)]
    pub recorded: Recorded,
    /// What it means, in the reader's language.
    pub text: String,
}

impl Gateway {
    /// Looks at a letter, with what its type says.
    pub(crate) fn view(&self, history: &History, language: Language) -> LetterView {
        let markup = self.markup_view(&history.letter, language);
        let deadlines = self.deadlines(&history.letter, &State::fold(&history.events));
        LetterView { markup, deadlines, ..letter(history, language) }
    }

    /// The legal clock of a letter (R40).
    pub(crate) fn deadlines(&self, letter: &Letter, state: &State) -> Option<Deadlines> {
        let (sender, kind) = (self.sender(&letter.sender)?, self.type_of_letter(letter)?);
        deadlines(state, &kind, &crate::types::setting(sender).zone, sender.paper_delivery_days)
    }
}

/// Looks at a letter.
pub fn letter(history: &History, language: Language) -> LetterView {
    let letter = &history.letter;
    let state = State::fold(&history.events);
    let reason = |code: Code| Reason::of(code, language);
    let now = Timestamp::now();
    let held = state.held_until(now);
    let operator = state.route.as_ref().and_then(|route| route.endpoint.as_ref());
    LetterView {
        id: letter.id,
        seq: history.seq(),
        state: state.name,
        is_final: state.name.is_final(),
        channel: state.channel(),
        reason: state.reason.or(held.map(|_| Code::Scheduled)).map(reason),
        attention: state.attention.map(reason),
        desk: crate::desk::attention(history, &state, language, now),
        doubt: crate::desk::doubt(history, &state, language),
        terms: state.terms,
        deadlines: None,
        r#type: letter.letter_type.0.clone(),
        sender: letter.sender.0.clone(),
        unit: letter.unit.clone(),
        class: letter.class.into(),
        forgotten_at: None,
        forgotten_by: None,
        forgotten_why: None,
        subject: letter.subject.clone(),
        recipient: letter.recipient.masked(),
        operator: operator.map(|endpoint| endpoint.operator_name.clone()),
        reference: letter.reference.clone(),
        case_id: letter.case_id.clone(),
        source: letter.source.clone(),
        accepted_at: letter.accepted_at,
        updated_at: history.events.last().map_or(letter.accepted_at, |last| last.at),
        delivered_at: state.delivered_at,
        wait_until: held.or(state.wait_until).filter(|_| !state.name.is_final()),
        message_uuid: state.composed.as_ref().map(|message| message.message_uuid),
        transmission_id: state.transmission_id.clone(),
        type_version: letter.type_version,
        language: letter.language.clone(),
        markup: None,
        documents: letter.documents.clone(),
        timeline: timeline(&history.events, language),
        links: Links::of(letter.id),
    }
}

/// Looks at what is kept of a letter whose content was deleted.
pub fn forgotten(kept: &Forgotten, language: Language) -> LetterView {
    let Forgotten { at, remains } = kept;
    let state = State::fold(&remains.events);
    let operator = state.route.as_ref().and_then(|route| route.endpoint.as_ref());
    let document = |trace: &letter::Trace| letter::Document {
        name: String::new(),
        media_type: trace.media_type.clone(),
        digest: trace.digest.clone(),
        size_bytes: trace.size_bytes,
        pages: None,
        language: None,
        barriers: None,
    };
    LetterView {
        id: remains.id,
        seq: remains.events.last().map_or(0, |last| last.seq),
        state: state.name,
        is_final: true,
        channel: state.channel(),
        reason: state.reason.map(|code| Reason::of(code, language)),
        attention: None,
        desk: None,
        doubt: None,
        terms: state.terms,
        deadlines: None,
        r#type: remains.letter_type.0.clone(),
        sender: remains.sender.0.clone(),
        unit: remains.unit.clone(),
        class: remains.class.into(),
        forgotten_at: Some(*at),
        forgotten_by: remains.decided.as_ref().map(|decided| decided.by.clone()),
        forgotten_why: remains.decided.as_ref().map(|decided| decided.why.clone()),
        subject: String::new(),
        recipient: String::new(),
        operator: operator.map(|endpoint| endpoint.operator_name.clone()),
        reference: None,
        case_id: None,
        source: remains.source.clone(),
        accepted_at: remains.accepted_at,
        updated_at: remains.events.last().map_or(remains.accepted_at, |last| last.at),
        delivered_at: state.delivered_at,
        wait_until: None,
        message_uuid: state.composed.as_ref().map(|message| message.message_uuid),
        transmission_id: state.transmission_id.clone(),
        type_version: remains.type_version,
        language: None,
        markup: None,
        documents: remains.documents.iter().map(document).collect(),
        timeline: timeline(&remains.events, language),
        links: Links::of(remains.id),
    }
}

/// The timeline in words.
pub fn timeline(events: &[Recorded], language: Language) -> Vec<Moment> {
    events
        .iter()
        .map(|recorded| Moment { recorded: recorded.clone(), text: text(&recorded.event, language) })
        .collect()
}

/// An event's code, and the code of its cause if it has one. The first names the event in logs.
pub(crate) fn codes(event: &Event) -> (Code, Option<Code>) {
    match event {
        Event::Accepted(_) => (Code::Accepted, None),
        Event::LookedUp { reason, .. } => (Code::LookedUp, Some(*reason)),
        Event::Routed { reason, .. } => (Code::Routed, Some(*reason)),
        Event::Composed { .. } => (Code::Composed, None),
        Event::Attempted { .. } => (Code::Attempted, None),
        Event::AttemptFailed { problem, .. } => (Code::AttemptFailed, Some(*problem)),
        Event::Postponed { problem, .. } => (Code::Postponed, Some(*problem)),
        Event::HandedOver { .. } => (Code::HandedOver, None),
        Event::InDoubt { problem, .. } => (Code::InDoubt, Some(*problem)),
        Event::Asked { .. } => (Code::Asked, None),
        Event::Receipt { channel, kind, problem, .. } => (receipt_code(*channel, *kind), *problem),
        Event::FellBack { reason, .. } => (Code::FellBack, Some(*reason)),
        Event::NeedsAttention { problem, .. } => (Code::NeedsAttention, Some(*problem)),
        Event::Reminded { .. } => (Code::Reminded, None),
        Event::Resolved { how, .. } => (resolution_code(*how), None),
        Event::Retried { .. } => (Code::Retried, None),
        Event::Cancelled { .. } => (Code::Cancelled, None),
        Event::Expired => (Code::Expired, None),
        Event::NoticeBegun { .. } => (Code::NoticeBegun, None),
        Event::NoticeSent { .. } => (Code::NoticeSent, None),
        Event::NoticeFailed { problem, .. } => (Code::NoticeFailed, Some(*problem)),
    }
}

fn receipt_code(channel: ChannelKind, kind: ReceiptKind) -> Code {
    match kind {
        ReceiptKind::Posted => Code::Printed,
        ReceiptKind::Delivered if channel == ChannelKind::Print => Code::Printed,
        ReceiptKind::Delivered => Code::Delivered,
        ReceiptKind::Opened => Code::Opened,
        ReceiptKind::Returned => Code::Returned,
        ReceiptKind::Received | ReceiptKind::Invalid | ReceiptKind::NotAllowed => Code::ReceiptReceived,
    }
}

const fn resolution_code(how: Resolution) -> Code {
    match how {
        Resolution::Delivered => Code::ResolvedDelivered,
        Resolution::NotDelivered => Code::ResolvedNotDelivered,
        Resolution::Printed => Code::ResolvedPrinted,
        Resolution::Resend => Code::ResolvedResend,
        Resolution::Noted => Code::ResolvedNoted,
    }
}

/// The event in words: what happened, and why.
fn text(event: &Event, language: Language) -> String {
    let (code, cause) = codes(event);
    let what = code.entry().what.get(language);
    cause.map_or_else(|| what.to_owned(), |cause| format!("{what} {}", cause.entry().what.get(language)))
}
