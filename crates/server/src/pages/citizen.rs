//! The contact centre's view (R135): a citizen's letters and where they stand, read-only, without documents. Each look
//! has a reason, is one act of the audit chain, and there are only so many in ten minutes. The number comes in a form,
//! is shown masked and is nowhere kept: the chain names its keyed hash.

use super::ours::Ours;
use super::state::{Badge, badge, channel, code};
use super::time::{Moment, moment};
use super::visit::{Frame, Place, Visit};
use super::words::{Citizen, Frame as Words, Reasons, Routes, fill};
use super::{fault, rows};
use crate::access::Right;
use crate::gateway::Gateway;
use crate::problem::Problem;
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use catalogue::{Code, Language};
use jiff::{SignedDuration, Timestamp};
use letter::{Deadlines, State as Folded};
use party::{Country, PartyId};
use serde::Deserialize;
use std::sync::Arc;
use store::{Act, ActEntry, ActKind, Filter, History, Page as Part, StoreError};
use tokio::sync::Mutex;

/// Looks of one person in [`WINDOW`].
pub(super) const LOOKS_MAX: usize = 30;
const WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// Letters shown of one citizen, newest first.
const SHOWN: usize = 50;
/// Own looks shown.
const OWN_SHOWN: usize = 10;
/// Acts read at once, and how often, when a person's looks are counted.
const ACTS: usize = 500;
const ACT_PAGES: usize = 20;
/// Longest note, characters.
const NOTE_MAX_CHARS: usize = 200;

/// One look at a time: so that those of a moment are counted before the next.
#[derive(Clone, Default)]
pub(super) struct Turn(Arc<Mutex<()>>);

#[derive(Template)]
#[template(path = "citizen.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Citizen,
    csrf: String,
    number: String,
    /// Code, words, chosen.
    reasons: Vec<(&'static str, &'static str, bool)>,
    note: String,
    faults: Vec<(&'static str, String)>,
    found: Option<Found>,
    looks: Vec<Look>,
}

impl Page {
    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|(at, _)| *at == field).map(|(_, words)| words.as_str())
    }
}

/// A citizen's letters.
struct Found {
    masked: String,
    protected: bool,
    letters: Vec<Line>,
    more: Option<String>,
}

struct Line {
    kind: String,
    subject: Option<String>,
    sender: String,
    badge: Badge,
    what: &'static str,
    why: Option<&'static str>,
    channel: &'static str,
    accepted: Moment,
    delivered: Option<Moment>,
    deadlines: Vec<(&'static str, String)>,
}

/// A look that the reader has taken.
struct Look {
    at: Moment,
    reason: String,
}

/// What the form brings. Holds a number, hence no `Debug`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    number: String,
    reason: String,
    note: String,
}

/// `GET /citizen`
pub(super) async fn page(State(gateway): State<Gateway>, visit: Visit) -> Response {
    answer(&gateway, &visit, StatusCode::OK, Asked::default(), Vec::new(), None).await
}

async fn answer(
    gateway: &Gateway,
    visit: &Visit,
    status: StatusCode,
    asked: Asked,
    faults: Vec<(&'static str, String)>,
    found: Option<Found>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let acts = match gateway.store.acts(None, ACTS).await {
        Ok(acts) => acts,
        Err(error) => return not_ready(visit, &error),
    };
    let t = Citizen::of(visit.lang);
    let own = acts.iter().filter(|act| is_look_of(act, &who.actor.name)).take(OWN_SHOWN);
    let looks = own.map(|act| Look {
        at: moment(act.at, rows::USUAL_ZONE, visit.lang),
        reason: reason_of(act.about.as_deref().unwrap_or_default(), visit.lang),
    });
    let looks = looks.collect();
    let f = visit.frame(Place::Citizen);
    let done = found.is_some();
    let page = Page {
        w: f.w,
        f,
        t,
        csrf: who.csrf.clone(),
        // A look that was taken begins anew: a second one has a reason of its own.
        number: if done { String::new() } else { asked.number },
        reasons: reasons(visit.lang)
            .map(|(code, words)| (code, words, !done && code == asked.reason))
            .to_vec(),
        note: if done { String::new() } else { asked.note },
        faults,
        found,
        looks,
    };
    let mut response = visit.page(status, &page);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn not_ready(visit: &Visit, error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "a citizen's letters cannot be looked up");
    fault::page(visit, &Problem::new(Code::NotReady))
}

fn is_look_of(act: &ActEntry, name: &str) -> bool {
    act.kind == ActKind::CitizenLooked.as_str() && act.by == name
}

/// Reasons for a look: code in the audit chain, and words.
fn reasons(lang: Language) -> [(&'static str, &'static str); 5] {
    let r = Reasons::of(lang);
    [
        ("question", r.question),
        ("not_arrived", r.not_arrived),
        ("deadline", r.deadline),
        ("colleague", r.colleague),
        (OTHER, r.other),
    ]
}

/// The reason that needs a note.
const OTHER: &str = "other";

/// The reason out of an act's text, `reason; note; recipient hash`, in words.
pub(super) fn reason_of(about: &str, lang: Language) -> String {
    let mut parts = about.split("; ");
    let code = parts.next().unwrap_or_default();
    let words = reasons(lang).into_iter().find(|(known, _)| *known == code).map_or(code, |(_, words)| words);
    match parts.next().filter(|note| !note.is_empty() && !note.starts_with("recipient ")) {
        Some(note) => format!("{words}: {note}"),
        None => words.to_owned(),
    }
}

/// `POST /citizen`
pub(super) async fn look(
    State(gateway): State<Gateway>,
    Extension(turn): Extension<Turn>,
    Ours { visit, who, form: asked }: Ours<Asked>,
) -> Response {
    let t = Citizen::of(visit.lang);
    let readings =
        [Country::Dk, Country::Se].map(|country| PartyId::parse(country, asked.number.trim()).ok());
    let numbers: Vec<PartyId> = readings.into_iter().flatten().collect();
    let note: String = asked.note.split_whitespace().collect::<Vec<_>>().join(" ").replace(';', ",");
    let known = reasons(visit.lang).iter().any(|(code, _)| *code == asked.reason);
    let mut faults = Vec::new();
    if numbers.is_empty() {
        faults.push(("number", t.wrong_number.to_owned()));
    }
    if !known {
        faults.push(("reason", t.wrong_reason.to_owned()));
    }
    if asked.reason == OTHER && note.is_empty() {
        faults.push(("note", t.wrong_note.to_owned()));
    } else if note.chars().count() > NOTE_MAX_CHARS || party::find_personal_numbers(&note) {
        faults.push(("note", t.wrong_note_text.to_owned()));
    }
    if !faults.is_empty() {
        return answer(&gateway, &visit, StatusCode::UNPROCESSABLE_ENTITY, asked, faults, None).await;
    }
    let one_at_a_time = turn.0.lock().await;
    let now = Timestamp::now();
    match looks_since(&gateway, &who.actor.name, now.checked_sub(WINDOW).unwrap_or(now)).await {
        Ok(count) if count >= LOOKS_MAX => {
            tracing::warn!(by = who.actor.name, "too many looks at citizens' letters");
            let words = fill(t.too_many, &[("count", &LOOKS_MAX.to_string())]);
            let said = vec![("form", words)];
            return answer(&gateway, &visit, StatusCode::TOO_MANY_REQUESTS, asked, said, None).await;
        }
        Ok(_) => {}
        Err(error) => return not_ready(&visit, &error),
    }
    // The look is in the chain before anything is shown.
    let hashes: Vec<[u8; 32]> = numbers.iter().map(|number| number.keyed_hash(&gateway.search_key)).collect();
    let names: Vec<String> = hashes.iter().map(hex::encode).collect();
    let about = format!("{}; {note}; recipient {}", asked.reason, names.join(" "));
    let act = Act::new(ActKind::CitizenLooked, &who.actor.name, now).about(&about);
    if let Err(error) = gateway.store.record(act).await {
        return not_ready(&visit, &error);
    }
    drop(one_at_a_time);
    tracing::info!(by = who.actor.name, reason = asked.reason, "a citizen's letters were looked up");
    let within = who.actor.within(Right::Citizen);
    match letters(&gateway, &hashes, within, visit.lang).await {
        Ok((protected, letters, more)) => {
            let masked = numbers.first().map(PartyId::masked).unwrap_or_default();
            let more = more.then(|| fill(t.more, &[("count", &SHOWN.to_string())]));
            let found = Found { masked, protected, letters, more };
            answer(&gateway, &visit, StatusCode::OK, asked, Vec::new(), Some(found)).await
        }
        Err(response) => not_ready(&visit, &response),
    }
}

async fn looks_since(gateway: &Gateway, name: &str, since: Timestamp) -> Result<usize, StoreError> {
    let mut count = 0;
    let mut before = None;
    for _ in 0..ACT_PAGES {
        let acts = gateway.store.acts(before, ACTS).await?;
        count += acts.iter().filter(|act| act.at >= since && is_look_of(act, name)).count();
        match acts.last() {
            Some(last) if last.at >= since && acts.len() == ACTS => before = Some(last.n),
            _ => return Ok(count),
        }
    }
    // So much has happened in ten minutes that nobody could count it: rather not.
    Ok(usize::MAX)
}

/// The letters of a recipient, newest first; whether the recipient is protected; whether there are more.
async fn letters(
    gateway: &Gateway,
    hashes: &[[u8; 32]],
    within: Option<Vec<store::Within>>,
    lang: Language,
) -> Result<(bool, Vec<Line>, bool), String> {
    let mut found = Vec::new();
    for hash in hashes {
        let filter = Filter { recipient_hash: Some(*hash), within: within.clone(), ..Filter::default() };
        let listed = gateway.store.list(&filter, &Part { limit: SHOWN + 1, cursor: None }).await;
        found.extend(listed.map_err(|error| error.to_string())?.rows);
    }
    found.sort_by_key(|row| std::cmp::Reverse((row.accepted_at, row.id)));
    found.dedup_by_key(|row| row.id);
    let more = found.len() > SHOWN;
    let mut histories = Vec::new();
    for row in found.iter().take(SHOWN) {
        let history = gateway.store.load(row.id).await.map_err(|error| error.to_string())?;
        histories.extend(history);
    }
    // Of whoever is protected in one letter, nothing is said of any (R207).
    let protected = histories.iter().any(|history| history.letter.protected);
    let lines = histories.iter().map(|history| line(gateway, history, protected, lang)).collect();
    Ok((protected, lines, more))
}

fn line(gateway: &Gateway, history: &History, protected: bool, lang: Language) -> Line {
    let letter = &history.letter;
    let state = Folded::fold(&history.events);
    let sender = gateway.sender(&letter.sender);
    let zone = sender.map_or(rows::USUAL_ZONE, |sender| sender.time_zone());
    let kind = gateway.type_of_letter(letter);
    let arrived = matches!(state.name, letter::StateName::Delivered | letter::StateName::Opened);
    let markup = gateway.markup_view(letter, lang);
    let mut due = deadlines(gateway.deadlines(letter, &state), lang);
    let t = Citizen::of(lang);
    due.extend(
        markup.and_then(|markup| markup.deadline).map(|at| (t.deadline, super::time::day_of(at, zone, lang))),
    );
    Line {
        kind: kind.map_or_else(|| letter.letter_type.0.clone(), |kind| kind.name.get(lang).to_owned()),
        subject: Some(letter.subject.clone()).filter(|_| !protected),
        sender: super::types::sender_name(gateway, &letter.sender),
        badge: badge(state.name, state.channel(), state.reason, lang),
        what: code(state.name, state.channel()).entry().what.get(lang),
        why: state
            .attention
            .or(state.reason)
            .filter(|_| !arrived && !protected)
            .map(|code| code.entry().what.get(lang)),
        channel: channel(state.channel(), Routes::of(lang)),
        accepted: moment(letter.accepted_at, zone, lang),
        // Posted is not arrived: paper shows only when it was handed in.
        delivered: state
            .delivered_at
            .filter(|_| state.channel() != Some(letter::ChannelKind::Print))
            .map(|at| moment(at, zone, lang)),
        deadlines: due,
    }
}

fn deadlines(found: Option<Deadlines>, lang: Language) -> Vec<(&'static str, String)> {
    let t = Citizen::of(lang);
    let Some(found) = found else { return Vec::new() };
    let both = [(t.reply_by, found.reply_by), (t.appeal_by, found.appeal_by)];
    both.into_iter().filter_map(|(label, day)| Some((label, super::time::day(day?, lang)))).collect()
}
