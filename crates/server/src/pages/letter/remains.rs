//! The page of a letter whose content was deleted: when and by which way it was sent, and no more (R59).

use super::facts::{Fact, Value};
use super::story::{self, Step};
use crate::gateway::Gateway;
use crate::pages::rows::USUAL_ZONE;
use crate::pages::state::{Badge, badge, channel, code};
use crate::pages::time::moment;
use crate::pages::visit::{Frame, Place, Visit};
use crate::pages::words::{Frame as Words, Letter as Texts, Remains as RemainsWords, Routes, fill};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Language;
use letter::State;
use store::Forgotten;

#[derive(Template)]
#[template(path = "letter_remains.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Texts,
    r: &'static RemainsWords,
    /// Name of the letter type, which is all that the page can be called by.
    kind: String,
    badge: Badge,
    /// What its last state means.
    what: &'static str,
    /// When its content was deleted, and by whom.
    gone: String,
    /// Why, if somebody decided it.
    why: Option<String>,
    /// There was a message, of which the digest is kept.
    was_built: bool,
    facts: Vec<Fact>,
    steps: Vec<Step>,
    zone_note: String,
}

/// The page.
pub(super) fn page(gateway: &Gateway, visit: &Visit, kept: &Forgotten) -> Response {
    let lang = visit.lang;
    let (t, r) = (Texts::of(lang), RemainsWords::of(lang));
    let remains = &kept.remains;
    let state = State::fold(&remains.events);
    let sender = gateway.sender(&remains.sender);
    let zone = sender.map_or(USUAL_ZONE, |sender| sender.time_zone());
    let kind = gateway.letter_type(&remains.letter_type);
    let words = |label, text: String| Some(Fact { label, value: Value::Words(text) });
    let id = |label, text: String| Some(Fact { label, value: Value::Id(text) });
    let time = |label, at| Some(Fact { label, value: Value::Time(moment(at, zone, lang)) });
    let sender = sender.map_or_else(|| remains.sender.0.clone(), |sender| sender.name.clone());
    let sender = [Some(sender), remains.unit.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let operator = state.route.as_ref().and_then(|route| route.endpoint.as_ref());
    let way = [Some(channel(state.channel(), Routes::of(lang))), operator.map(|one| &*one.operator_name)];
    let facts = [
        words(t.channel, way.into_iter().flatten().collect::<Vec<_>>().join(", ")),
        words(t.sender, sender),
        time(t.accepted_at, remains.accepted_at),
        state.delivered_at.and_then(|at| time(t.delivered_at, at)),
        words(t.source, remains.source.clone()),
        id(t.id, remains.id.to_string()),
        state.composed.as_ref().and_then(|message| id(t.message_id, message.message_uuid.to_string())),
        state.composed.as_ref().and_then(|message| id(r.digest, message.digest.0.clone())),
        state.transmission_id.clone().and_then(|text| id(t.transmission_id, text)),
    ];
    let f = visit.frame(Place::Letters);
    let page = Page {
        w: f.w,
        f,
        t,
        r,
        kind: kind.map_or_else(|| remains.letter_type.0.clone(), |kind| kind.name.get(lang).to_owned()),
        badge: badge(state.name, state.channel(), state.reason, lang),
        what: code(state.name, state.channel()).entry().what.get(lang),
        gone: gone(kept, zone, lang),
        why: remains.decided.as_ref().map(|decided| decided.why.clone()),
        was_built: state.composed.is_some(),
        facts: facts.into_iter().flatten().collect(),
        steps: story::steps(&remains.events, zone, lang),
        zone_note: fill(t.zone, &[("zone", zone)]),
    };
    visit.page(StatusCode::OK, &page)
}

fn gone(kept: &Forgotten, zone: &str, lang: Language) -> String {
    let r = RemainsWords::of(lang);
    let time = moment(kept.at, zone, lang).words;
    match &kept.remains.decided {
        Some(decided) => fill(r.erased, &[("by", &decided.by), ("time", &time)]),
        None => fill(r.gone, &[("time", &time)]),
    }
}
