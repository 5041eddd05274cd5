//! What a letter is: its facts, and what its recipient gets.

use crate::gateway::Gateway;
use crate::pages::readable::{Readable, readable};
use crate::pages::state::{channel, rules};
use crate::pages::time::{Moment, moment};
use crate::pages::words::{Letter as Texts, Routes, fill, size};
use catalogue::Language;
use letter::{BodyKind, Letter, State};

/// One line of facts.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) value: Value,
}

/// How a fact is set.
pub(super) enum Value {
    Words(String),
    /// Ids and references: monospaced, may break anywhere.
    Id(String),
    Time(Moment),
}

/// What the recipient gets.
pub(super) struct Content {
    pub(super) text: Option<String>,
    pub(super) is_html: bool,
    pub(super) documents: Vec<File>,
    /// A message was built and can be downloaded.
    pub(super) has_message: bool,
}

/// A document.
pub(super) struct File {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) measure: String,
    pub(super) readable: Option<Readable>,
}

/// The facts of a letter.
pub(super) fn facts(
    gateway: &Gateway,
    letter: &Letter,
    state: &State,
    zone: &str,
    lang: Language,
) -> Vec<Fact> {
    let t = Texts::of(lang);
    let routes = Routes::of(lang);
    let words = |label, text: String| Some(Fact { label, value: Value::Words(text) });
    let id = |label, text: String| Some(Fact { label, value: Value::Id(text) });
    let time = |label, at| Some(Fact { label, value: Value::Time(moment(at, zone, lang)) });
    let kind = gateway.type_of_letter(letter);
    let kind = kind.map_or_else(
        || letter.letter_type.0.clone(),
        |kind| format!("{} ({})", kind.name.get(lang), rules(&kind, routes)),
    );
    let sender =
        gateway.sender(&letter.sender).map_or_else(|| letter.sender.0.clone(), |sender| sender.name.clone());
    let sender = match &letter.unit {
        Some(unit) => format!("{sender}, {unit}"),
        None => sender,
    };
    let masked = letter.recipient.masked();
    let recipient = match &letter.recipient_name {
        Some(name) => format!("{name}, {masked}"),
        None => masked,
    };
    let protected = letter.protected || state.protected;
    let way = channel(state.channel(), routes);
    let operator = state.route.as_ref().and_then(|route| route.endpoint.as_ref());
    let way =
        operator.map_or_else(|| way.to_owned(), |endpoint| format!("{way}, {}", endpoint.operator_name));
    let message = state.composed.as_ref().map(|composed| composed.message_uuid.to_string());
    [
        words(t.recipient, if protected { format!("{recipient} – {}", t.protected) } else { recipient }),
        words(t.channel, way),
        words(t.kind, kind),
        words(t.sender, sender),
        letter.reference.clone().and_then(|text| id(t.reference, text)),
        letter.case_id.clone().and_then(|text| id(t.case_id, text)),
        time(t.accepted_at, letter.accepted_at),
        state.terms.send_at.and_then(|at| time(t.send_at, at)),
        state.terms.recall_until.and_then(|at| time(t.recall_until, at)),
        state.terms.expires_at.and_then(|at| time(t.expires_at, at)),
        state.delivered_at.and_then(|at| time(t.delivered_at, at)),
        state.attention.and(state.attention_since).and_then(|at| time(t.waits_since, at)),
        words(t.source, letter.source.clone()),
        id(t.id, letter.id.to_string()),
        message.and_then(|text| id(t.message_id, text)),
        state.transmission_id.clone().and_then(|text| id(t.transmission_id, text)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What its recipient gets.
pub(super) fn content(letter: &Letter, state: &State, lang: Language) -> Content {
    let t = Texts::of(lang);
    let file = |(index, document): (usize, &letter::Document)| {
        let pages = match document.pages {
            None => String::new(),
            Some(1) => format!("{}, ", t.pages_one),
            Some(count) => format!("{}, ", fill(t.pages_many, &[("count", &count.to_string())])),
        };
        File {
            number: index + 1,
            name: document.name.clone(),
            measure: format!("{pages}{}", size(document.size_bytes, lang)),
            readable: readable(document, lang),
        }
    };
    Content {
        text: letter.body.as_ref().map(|body| body.text.clone()),
        is_html: letter.body.as_ref().is_some_and(|body| body.kind == BodyKind::Html),
        documents: letter.documents.iter().enumerate().map(file).collect(),
        has_message: state.composed.is_some(),
    }
}
