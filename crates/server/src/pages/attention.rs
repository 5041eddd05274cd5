//! The error desk: what waits for a person, by cause and oldest first; who must act, what can be pressed, and whether
//! that is safe; and the same done for many letters at once, after a page that says what will happen (R96–R99).

mod bulk;
mod units;

pub(super) use bulk::submit;

use super::fault;
use super::letter::{Offer, doubts, offers};
use super::rows::{USUAL_ZONE, line};
use super::session::SignedIn;
use super::time::{Moment, brief, length};
use super::visit::{Frame, Place, Visit};
use super::words::{Desk, Frame as Words, Letter as Texts, fill};
use crate::access::{Actor, Right};
use crate::desk::{self, Tried};
use crate::gateway::Gateway;
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Query, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language, Owner};
use jiff::Timestamp;
use letter::{ChannelKind, LetterId, State};
use serde::Deserialize;
use store::{Filter, History, ListError, Page as Part, Row};

/// Letters of a cause on a page.
const SHOWN: usize = 50;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    code: String,
    cursor: String,
}

#[derive(Template)]
#[template(path = "attention.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    d: &'static Desk,
    causes: Vec<Cause>,
    lead: String,
    /// Where they wait, when it is more than one place.
    units: Vec<units::Line>,
    /// The cause that is looked at.
    chosen: Option<Chosen>,
}

/// Letters that wait for one reason.
struct Cause {
    code: &'static str,
    what: &'static str,
    fix: &'static str,
    owner: &'static str,
    letters: u64,
    count: String,
    oldest: Moment,
}

/// The letters of a cause.
struct Chosen {
    code: &'static str,
    csrf: String,
    cases: Vec<Case>,
    /// What can be pressed for one of them or more, the safest first.
    offers: Vec<Offer>,
    next: Option<String>,
    /// Words for choosing all of them, when they are more than this page shows.
    all: Option<String>,
    may_act: bool,
}

/// One letter.
struct Case {
    id: LetterId,
    seq: u32,
    href: String,
    subject: String,
    kind: String,
    unit: Option<String>,
    reference: Option<String>,
    badge: super::state::Badge,
    age: String,
    reminders: Option<String>,
    /// Nothing for one that only waits for a person.
    tried: Option<String>,
    /// Both facts, while it is in doubt.
    doubt: Vec<String>,
}

/// `GET /attention`
pub(super) async fn page(
    Shared(gateway): Shared<Gateway>,
    visit: Visit,
    wanted: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let wanted = wanted.map(|Query(wanted)| wanted).unwrap_or_default();
    match read(&gateway, &visit, who, &wanted).await {
        Ok(page) => visit.page(StatusCode::OK, &page),
        Err(problem) => fault::page(&visit, &problem),
    }
}

async fn read(gateway: &Gateway, visit: &Visit, who: &SignedIn, wanted: &Wanted) -> Result<Page, Problem> {
    let (lang, now) = (visit.lang, Timestamp::now());
    let d = Desk::of(lang);
    let within = who.actor.within(Right::Read);
    let groups = gateway.store.attention_groups(within.as_deref()).await;
    let mut groups = groups.map_err(|error| not_ready(&error))?;
    groups.sort_by_key(|group| group.oldest_accepted_at);
    let total: u64 = groups.iter().map(|group| group.letters).sum();
    let mut causes = Vec::with_capacity(groups.len());
    for group in &groups {
        let code = group.reason.unwrap_or(Code::NeedsAttention);
        let at_desk = is_at_desk(gateway, &who.actor, code).await?;
        // "It takes its fallback" is true of the reason, but at the desk the fallback is a person.
        let acting =
            if at_desk && code.entry().owner != Owner::CaseWorker { Code::FallbackDesk } else { code };
        causes.push(Cause {
            code: code.as_str(),
            what: code.entry().what.get(lang),
            fix: acting.entry().fix.get(lang),
            owner: desk::owner(acting).title().get(lang),
            letters: group.letters,
            count: count(d, group.letters),
            oldest: brief(group.oldest_accepted_at, now, USUAL_ZONE, lang),
        });
    }
    let chosen = match Code::parse(wanted.code.trim()) {
        Some(code) => {
            let of_cause = causes.iter().find(|cause| cause.code == code.as_str()).map_or(0, |c| c.letters);
            causes.retain(|cause| cause.code == code.as_str());
            Some(chosen(gateway, visit, who, code, &wanted.cursor, of_cause).await?)
        }
        None => None,
    };
    let units = match &chosen {
        None => units::lines(gateway, &who.actor, lang).await.map_err(|error| not_ready(&error))?,
        Some(_) => Vec::new(),
    };
    let f = visit.frame(Place::Attention);
    Ok(Page { w: f.w, f, d, causes, lead: fill(d.waiting, &[("count", &count(d, total))]), units, chosen })
}

/// Whether the letters of a cause lie at the case workers' own desk, by the one that waits longest.
async fn is_at_desk(gateway: &Gateway, actor: &Actor, code: Code) -> Result<bool, Problem> {
    let one = Part { limit: 1, cursor: None };
    let listed = gateway.store.list(&of_code(actor, code), &one).await.map_err(|error| not_ready(&error))?;
    Ok(listed.rows.first().is_some_and(|row| row.channel == Some(ChannelKind::Desk)))
}

async fn chosen(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    code: Code,
    cursor: &str,
    of_cause: u64,
) -> Result<Chosen, Problem> {
    let d = Desk::of(visit.lang);
    let part = Part { limit: SHOWN, cursor: Some(cursor.to_owned()).filter(|cursor| !cursor.is_empty()) };
    let listed = match gateway.store.list(&of_code(&who.actor, code), &part).await {
        Err(ListError::BadCursor) => return Err(Problem::new(Code::LetterNotFound)),
        listed => listed.map_err(|error| not_ready(&error))?,
    };
    let ids: Vec<LetterId> = listed.rows.iter().map(|row| row.id).collect();
    let histories = gateway.store.load_many(&ids).await.map_err(|error| not_ready(&error))?;
    let mut cases = Vec::with_capacity(histories.len());
    let mut pressed: Vec<Offer> = Vec::new();
    for row in &listed.rows {
        let Some(history) = histories.iter().find(|history| history.letter.id == row.id) else { continue };
        let state = State::fold(&history.events);
        for offer in offers(&state, visit.lang) {
            if !pressed.iter().any(|known| known.act == offer.act) {
                pressed.push(offer);
            }
        }
        cases.push(case(gateway, row, history, &state, visit.lang));
    }
    pressed.sort_by_key(|offer| offer.grave);
    let more = of_cause > cases.len() as u64;
    let most = of_cause.min(bulk::MOST as u64).to_string();
    Ok(Chosen {
        code: code.as_str(),
        csrf: who.csrf.clone(),
        cases,
        offers: pressed,
        next: listed.next.map(|cursor| format!("/attention?code={}&cursor={cursor}", code.as_str())),
        all: more.then(|| fill(d.choose_all, &[("count", &most)])),
        may_act: who.actor.may(Right::Act),
    })
}

/// The letters of a cause that somebody may see, who has waited longest first.
fn of_code(actor: &Actor, code: Code) -> Filter {
    Filter {
        attention: Some(true),
        reason: Some(code),
        within: actor.within(Right::Read),
        oldest_first: true,
        ..Filter::default()
    }
}

fn case(gateway: &Gateway, row: &Row, history: &History, state: &State, lang: Language) -> Case {
    let (d, now) = (Desk::of(lang), Timestamp::now());
    let shown = line(gateway, row, now, lang);
    let zone = gateway.sender(&row.sender).map_or(USUAL_ZONE, |sender| sender.time_zone());
    let since = state.attention_since.unwrap_or(row.updated_at);
    let waited = length(now.duration_since(since).as_secs(), lang);
    let tried =
        desk::attention(history, state, lang, now).map(|attention| attention.tried).unwrap_or_default();
    let Tried { lookups, attempts, asked, .. } = tried;
    let anything = lookups + attempts + asked > 0;
    let [lookups, attempts, asked] = [lookups, attempts, asked].map(|count| count.to_string());
    let values = [("lookups", lookups.as_str()), ("attempts", &attempts), ("asked", &asked)];
    Case {
        id: row.id,
        seq: history.seq(),
        href: shown.href,
        subject: shown.subject,
        kind: shown.kind,
        unit: row.unit.clone(),
        reference: shown.reference,
        badge: shown.badge,
        age: fill(d.waits, &[("time", &waited)]),
        reminders: (state.reminders > 0)
            .then(|| fill(d.reminded, &[("count", &state.reminders.to_string())])),
        tried: anything.then(|| fill(Texts::of(lang).tried_words, &values)),
        doubt: doubts(history, state, zone, lang),
    }
}

fn count(d: &Desk, letters: u64) -> String {
    match letters {
        1 => d.one_letter.to_owned(),
        letters => fill(d.letters, &[("count", &letters.to_string())]),
    }
}

fn not_ready(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "the error desk cannot be read");
    Problem::new(Code::NotReady)
}
