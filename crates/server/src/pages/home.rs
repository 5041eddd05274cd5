//! The overview: what needs a person first, how many letters stand where, the latest letters.

use super::rows::{Line, lines};
use super::state::{Badge, badge};
use super::visit::{Frame, Place, Visit};
use super::words::{Frame as Words, Home, List, fill};
use super::{door, fault};
use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use letter::StateName;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::{Filter, Page as Part};

/// Letters of each kind on the overview.
const SHOWN: usize = 8;

#[derive(Template)]
#[template(path = "home.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Home,
    l: &'static List,
    waiting: Vec<Line>,
    /// "Show all 12", when not all are shown.
    waiting_all: Option<String>,
    groups: Vec<Group>,
    latest: Vec<Line>,
    may_send: bool,
}

/// States that mean the same for the reader.
struct Group {
    heading: &'static str,
    tone: &'static str,
    count: u64,
    states: Vec<(Badge, &'static str, u64)>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    next: String,
    signed_out: Option<String>,
}

/// `GET /`
pub(super) async fn home(
    State(gateway): State<Gateway>,
    visit: Visit,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    if visit.unknown {
        return super::unavailable(&visit);
    }
    let Some(who) = &visit.signed_in else {
        let why = if asked.signed_out.is_some() { door::Why::SignedOut } else { door::Why::Asked };
        return door::page(&gateway, &visit, &why, &asked.next);
    };
    match read(&gateway, &visit, &who.actor).await {
        Ok(page) => visit.page(StatusCode::OK, &page),
        Err(problem) => fault::page(&visit, &problem),
    }
}

async fn read(gateway: &Gateway, visit: &Visit, actor: &Actor) -> Result<Page, Problem> {
    let lang = visit.lang;
    let t = Home::of(lang);
    let f = visit.frame(Place::Home);
    let may_send = actor.may(Right::Send);
    let mut page = Page {
        w: f.w,
        f,
        t,
        l: List::of(lang),
        waiting: Vec::new(),
        waiting_all: None,
        groups: Vec::new(),
        latest: Vec::new(),
        may_send,
    };
    // Whoever may only send sees where to send, and nothing of what others sent.
    if !actor.may(Right::Read) {
        return Ok(page);
    }
    let not_ready = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "the overview cannot be read");
        Problem::new(Code::NotReady)
    };
    let within = actor.within(Right::Read);
    let counts = gateway.store.counts_by_state(within.as_deref()).await.map_err(|error| not_ready(&error))?;
    let mine = Filter { within, ..Filter::default() };
    let attention = Filter { attention: Some(true), ..mine.clone() };
    let all = Part { limit: store::MOST_ROWS, cursor: None };
    let waiting = gateway.store.list(&attention, &all).await.map_err(|error| not_ready(&error))?;
    let few = Part { limit: SHOWN, cursor: None };
    let latest = gateway.store.list(&mine, &few).await.map_err(|error| not_ready(&error))?;
    // Who has waited longest comes first.
    let mut oldest = waiting.rows;
    oldest.reverse();
    let more = if waiting.next.is_some() { "+" } else { "" };
    if oldest.len() > SHOWN {
        page.waiting_all = Some(fill(t.person_all, &[("count", &format!("{}{more}", oldest.len()))]));
    }
    oldest.truncate(SHOWN);
    page.waiting = lines(gateway, &oldest, lang);
    page.latest = lines(gateway, &latest.rows, lang);
    page.groups = groups(&counts, t, lang);
    Ok(page)
}

fn groups(counts: &BTreeMap<String, u64>, t: &Home, lang: Language) -> Vec<Group> {
    use StateName::{
        Accepted, Cancelled, Delivered, Expired, Failed, HandedOver, InDoubt, NeedsAttention, Opened,
        Returned, Routed,
    };
    let group = |heading, tone, names: &[StateName]| {
        let count_of = |name: &StateName| counts.get(name.as_str()).copied().unwrap_or(0);
        let states = names.iter().map(|name| (badge(*name, None, None, lang), name.as_str(), count_of(name)));
        Group { heading, tone, count: names.iter().map(count_of).sum(), states: states.collect() }
    };
    vec![
        group(t.with_person, "person", &[NeedsAttention, InDoubt]),
        group(t.under_way, "going", &[Accepted, Routed, HandedOver]),
        group(t.arrived, "done", &[Delivered, Opened]),
        group(t.not_arrived, "off", &[Returned, Failed, Cancelled, Expired]),
    ]
}
