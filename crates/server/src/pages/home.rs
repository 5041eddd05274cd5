//! The overview: what needs a person first, how many letters stand where, the latest letters.

use super::menu::Entry;
use super::rows::{Line, USUAL_ZONE, lines};
use super::state::{Badge, badge};
use super::visit::{Frame, Place, Visit};
use super::words::{Frame as Words, Home, List, Overview, fill};
use super::{door, fault, time};
use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use crate::intake::today;
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use channels::Level;
use jiff::Timestamp;
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
    o: &'static Overview,
    /// What came of today's letters.
    today: Vec<Figure>,
    today_total: u64,
    /// The last daily balance.
    balance: Option<Lamp>,
    /// How the installation is, as far as can be told at once.
    health: Option<Lamp>,
    waiting: Vec<Line>,
    /// "Show all 12", when not all are shown.
    waiting_all: Option<String>,
    groups: Vec<Group>,
    latest: Vec<Line>,
    may_send: bool,
    /// Letters may be seen, not only counted.
    reads: bool,
}

impl Page {
    /// All parts but this one.
    fn ways(&self) -> impl Iterator<Item = &Entry> {
        self.f.menu.iter().chain(&self.f.more).filter(|entry| !entry.current)
    }

    /// The address of a part that the visitor may use.
    fn part(&self, href: &str) -> Option<&'static str> {
        self.ways().find(|entry| entry.href == href).map(|entry| entry.href)
    }

    fn today_words(&self) -> String {
        fill(self.o.today_total, &[("count", &self.today_total.to_string())])
    }
}

/// A number of today.
struct Figure {
    words: &'static str,
    tone: &'static str,
    count: u64,
}

/// Red, yellow or green, in words too.
struct Lamp {
    tone: &'static str,
    sign: &'static str,
    words: String,
    /// Where more is said.
    href: Option<&'static str>,
}

impl Lamp {
    fn new(level: Level, words: String, href: Option<&'static str>) -> Lamp {
        let (tone, sign) = match level {
            Level::Ok => ("done", "✓"),
            Level::Warning => ("person", "!"),
            Level::Error => ("bad", "✕"),
        };
        Lamp { tone, sign, words, href }
    }
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
    password_set: Option<String>,
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
        let why = match (asked.signed_out, asked.password_set) {
            (_, Some(_)) => door::Why::PasswordSet,
            (Some(_), None) => door::Why::SignedOut,
            (None, None) => door::Why::Asked,
        };
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
        o: Overview::of(lang),
        today: Vec::new(),
        today_total: 0,
        balance: None,
        health: None,
        waiting: Vec::new(),
        waiting_all: None,
        groups: Vec::new(),
        latest: Vec::new(),
        may_send,
        reads: actor.may(Right::Read),
    };
    let not_ready = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "the overview cannot be read");
        Problem::new(Code::NotReady)
    };
    if actor.may(Right::Operate) {
        let pulse = gateway.pulse().await;
        let found = pulse.findings.iter().filter(|finding| finding.level > Level::Ok).count();
        let words = match found {
            0 => page.o.well.to_owned(),
            1 => page.o.one_finding.to_owned(),
            many => fill(page.o.findings, &[("count", &many.to_string())]),
        };
        page.health = Some(Lamp::new(pulse.level, words, page.part("/doctor")));
    }
    if actor.may(Right::Figures) {
        let kept = gateway.store.kept_balances(1).await.map_err(|error| not_ready(&error))?.pop();
        page.balance = kept.map(|(day, sheet)| balance(&day, &sheet, page.o, lang));
    }
    // Whoever may only send sees where to send, and nothing of what others sent.
    let counted = [Right::Read, Right::Figures].into_iter().find(|right| actor.may(*right));
    let Some(counted) = counted else { return Ok(page) };
    let within = actor.within(counted);
    let counts = gateway.store.counts_by_state(within.as_deref()).await.map_err(|error| not_ready(&error))?;
    let today = today(USUAL_ZONE, Timestamp::now()).in_tz(USUAL_ZONE).map(|day| day.timestamp());
    let since = today.unwrap_or_else(|_| Timestamp::now());
    let states = StateName::ALL.map(StateName::as_str);
    let since = gateway.store.counts_since(within.as_deref(), &states, since).await;
    let since = since.map_err(|error| not_ready(&error))?;
    page.today_total = since.values().sum();
    page.today = groups(&since, t, lang)
        .into_iter()
        .map(|group| Figure { words: group.heading, tone: group.tone, count: group.count })
        .collect();
    page.groups = groups(&counts, t, lang);
    if !page.reads {
        return Ok(page);
    }
    let mine = Filter { within, ..Filter::default() };
    // Who has waited longest comes first.
    let attention = Filter { attention: Some(true), oldest_first: true, ..mine.clone() };
    let few = Part { limit: SHOWN, cursor: None };
    let waiting = gateway.store.list(&attention, &few).await.map_err(|error| not_ready(&error))?;
    let latest = gateway.store.list(&mine, &few).await.map_err(|error| not_ready(&error))?;
    if waiting.next.is_some() {
        let groups = gateway.store.attention_groups(mine.within.as_deref()).await;
        let all: u64 = groups.map_err(|error| not_ready(&error))?.iter().map(|group| group.letters).sum();
        page.waiting_all = Some(fill(t.person_all, &[("count", &all.to_string())]));
    }
    page.waiting = lines(gateway, &waiting.rows, lang);
    page.latest = lines(gateway, &latest.rows, lang);
    Ok(page)
}

fn balance(day: &str, sheet: &str, o: &Overview, lang: Language) -> Lamp {
    let sheet: serde_json::Value = serde_json::from_str(sheet).unwrap_or_default();
    let day = day.parse().map_or_else(|_| day.to_owned(), |date| time::day(date, lang));
    let (level, words) =
        if sheet["balanced"] == true { (Level::Ok, o.balanced) } else { (Level::Error, o.unbalanced) };
    Lamp::new(level, fill(words, &[("day", &day)]), None)
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
