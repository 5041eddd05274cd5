//! Who is signed in: one's own sessions, and for administrators everybody's.

use super::fault;
use super::ours::Ours;
use super::rows::USUAL_ZONE;
use super::time::{Moment, moment};
use super::visit::{Frame, Place, Visit};
use super::words::{Frame as Words, Sessions, fill};
use crate::access::Right;
use crate::gateway::Gateway;
use crate::problem::Problem;
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use jiff::Timestamp;
use serde::Deserialize;
use store::{Session, StoreError};

/// Most sessions of others on one page.
const MOST_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "sessions.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Sessions,
    csrf: String,
    ended: bool,
    own: Vec<Line>,
    /// Everybody else's, for administrators.
    others: Option<Vec<Line>>,
    zone: String,
}

struct Line {
    id: String,
    person: String,
    browser: String,
    began: Moment,
    seen: Moment,
    ends: Moment,
    /// The one by which the page is read.
    this: bool,
    /// Says to whom cannot see the table which one a button ends.
    what: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    ended: Option<String>,
}

/// Which session shall end.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Ending {
    id: String,
    person: String,
}

/// `GET /sessions`
pub(super) async fn list(
    State(gateway): State<Gateway>,
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let sessions = match gateway.store.sessions(Timestamp::now(), gateway.config.pages.idle()).await {
        Ok(sessions) => sessions,
        Err(error) => return not_ready(&visit, &error),
    };
    let zone = zone(&gateway);
    let line = |session: &Session| line(session, session.id == who.session.id, zone, visit.lang);
    let (own, others): (Vec<Session>, Vec<Session>) =
        sessions.into_iter().partition(|session| session.person == who.person.name);
    // Who keeps the people of one sender only looks after them one by one.
    let keeps_all = who.actor.may(Right::People) && who.actor.within(Right::People).is_none();
    let t = Sessions::of(visit.lang);
    let f = visit.frame(Place::Elsewhere);
    let page = Page {
        w: f.w,
        f,
        t,
        csrf: who.csrf.clone(),
        ended: asked.is_ok_and(|Query(asked)| asked.ended.is_some()),
        own: own.iter().map(line).collect(),
        others: keeps_all.then(|| others.iter().take(MOST_SHOWN).map(line).collect()),
        zone: fill(t.zone, &[("zone", zone)]),
    };
    visit.page(StatusCode::OK, &page)
}

/// `POST /sessions/end`
pub(super) async fn end(State(gateway): State<Gateway>, Ours { visit, who, form }: Ours<Ending>) -> Response {
    let own = form.person == who.person.name;
    let keeps_all = who.actor.may(Right::People) && who.actor.within(Right::People).is_none();
    if !own && !keeps_all {
        return super::refused(&visit);
    }
    let Ok(id) = form.id.parse() else { return visit.go("/sessions") };
    let done = gateway.store.end_one_session(id, &form.person, &who.person.name, Timestamp::now()).await;
    match done {
        Ok(_) if id == who.session.id => visit.go("/?signed_out=1"),
        Ok(_) => visit.go("/sessions?ended=1"),
        Err(error) => not_ready(&visit, &error),
    }
}

fn line(session: &Session, this: bool, zone: &str, lang: Language) -> Line {
    let t = Sessions::of(lang);
    let browser = if session.browser.is_empty() { t.browser_unknown } else { &session.browser };
    let began = moment(session.began_at, zone, lang);
    Line {
        id: session.id.to_string(),
        person: session.person.clone(),
        what: fill(t.end_of, &[("began", &began.words), ("browser", browser)]),
        browser: browser.to_owned(),
        began,
        seen: moment(session.seen_at, zone, lang),
        ends: moment(session.ends_at, zone, lang),
        this,
    }
}

/// The zone of the first sender: people and senders live in the same one.
pub(super) fn zone(gateway: &Gateway) -> &str {
    gateway.config.senders.first().map_or(USUAL_ZONE, |sender| sender.time_zone())
}

pub(super) fn not_ready(visit: &Visit, error: &StoreError) -> Response {
    tracing::error!(%error, "people and sessions cannot be read or changed");
    fault::page(visit, &Problem::new(Code::NotReady))
}
