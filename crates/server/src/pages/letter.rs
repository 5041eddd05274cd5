//! A letter's page: where it stands, who must act, what can be done, and all that happened.

mod acts;
mod bytes;
mod clock;
mod doubt;
mod facts;
mod forget;
mod looks;
mod markup;
mod remains;
mod story;

pub(super) use acts::{Offer, offers};
pub(super) use bytes::{document, evidence, message, raw};
pub(super) use doubt::lines as doubts;
pub(super) use forget::forget;
pub(super) use looks::{seen, seen_file};

use super::fault;
use super::ours::Ours;
use super::rows::USUAL_ZONE;
use super::session::{Notice, SignedIn};
use super::state::{Badge, badge, code};
use super::time::{Moment, moment};
use super::visit::{Frame, Place, Visit};
use super::words::{Acts, Following, Frame as Words, Letter as Texts, Seeing, fill};
use crate::access::{Actor, Right};
use crate::desk::{Tried, plain_note};
use crate::found::Found;
use crate::gateway::Gateway;
use crate::problem::Problem;
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language, Owner};
use clock::Deadline;
use facts::{Content, Fact, Value};
use jiff::Timestamp;
use letter::{Act, ChannelKind, LetterId, State, StateName};
use markup::Markup;
use serde::Deserialize;
use std::time::Duration;
use store::History;
use story::Step;

/// How long an answer waits for the letter to come to a first rest.
const SETTLE: Duration = Duration::from_millis(1_500);
const SETTLE_LOOK: Duration = Duration::from_millis(50);

#[derive(Template)]
#[template(path = "letter.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Texts,
    a: &'static Acts,
    csrf: String,
    notice: Option<&'static str>,
    id: LetterId,
    seq: u32,
    /// Name of the letter type: the page's title, which must say nothing about a person.
    kind: String,
    subject: String,
    standing: Standing,
    /// Both facts, while the letter is in doubt.
    doubt: Vec<String>,
    /// What was tried, while it lies with a person.
    tried: Option<String>,
    offers: Vec<Offer>,
    /// What was wrong with a note, and the note and act it was for.
    fault: Option<NoteFault>,
    facts: Vec<Fact>,
    follow: &'static Following,
    /// Words of the link to the letter as its recipient sees it.
    see: &'static str,
    /// For how long it can still be taken back, or lies ready.
    left: Option<String>,
    clock: Vec<Deadline>,
    /// From when the deadlines count.
    counted: Option<String>,
    may_export: bool,
    /// What is said to those who may delete the content now.
    forgetting: Option<forget::Words>,
    /// What it says; nothing for those who may only see where it is.
    content: Option<Content>,
    markup: Option<Markup>,
    steps: Vec<Step>,
    zone_note: String,
}

impl Page {
    /// What was wrong with the note of this act.
    fn fault_of(&self, offer: &Offer) -> Option<&NoteFault> {
        self.fault.as_ref().filter(|fault| fault.act == Some(offer.act))
    }

    /// What was wrong with the reason for deleting its content.
    fn fault_of_forgetting(&self) -> Option<&NoteFault> {
        self.fault.as_ref().filter(|fault| fault.act.is_none())
    }
}

/// The head of the page: where the letter stands, and what follows from it.
struct Standing {
    badge: Badge,
    what: &'static str,
    why_label: &'static str,
    why: Option<&'static str>,
    todo: Option<&'static str>,
    owner: Option<&'static str>,
    wait_until: Option<Moment>,
    moving: bool,
}

struct NoteFault {
    /// The act that it was for; none: to delete the content.
    act: Option<Act>,
    note: String,
    what: &'static str,
    fix: &'static str,
}

/// A letter with which somebody may do this, with its content.
pub(super) async fn find(
    gateway: &Gateway,
    actor: &Actor,
    right: Right,
    id: &str,
) -> Result<History, Problem> {
    gateway.find_whole(actor, right, id).await.map_err(Problem::new)
}

/// `GET /letters/{id}`
pub(super) async fn letter(
    Shared(gateway): Shared<Gateway>,
    visit: Visit,
    Path(id): Path<String>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    match gateway.find(&who.actor, Right::Read, &id).await {
        Ok(Found::Letter(history)) => shown(&gateway, &visit, who, &history, None),
        Ok(Found::Forgotten(kept)) => remains::page(&gateway, &visit, &kept),
        Err(code) => fault::page(&visit, &Problem::new(code)),
    }
}

fn shown(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    history: &History,
    note_fault: Option<NoteFault>,
) -> Response {
    let lang = visit.lang;
    let t = Texts::of(lang);
    let letter = &history.letter;
    let state = State::fold(&history.events);
    let zone = gateway.sender(&letter.sender).map_or(USUAL_ZONE, |sender| sender.time_zone());
    let kind = gateway.type_of_letter(letter);
    let notice = visit.sessions.take(&who.id).map(|notice| match notice {
        Notice::Sent => t.sent,
        Notice::SentBefore => t.sent_before,
        Notice::Acted => t.acted,
        Notice::Moved => t.moved,
    });
    let status = if note_fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let f = visit.frame(Place::Letters);
    let may = |right| who.actor.may_for(right, &letter.sender, letter.unit.as_deref());
    let now = Timestamp::now();
    let follow = Following::of(lang);
    let (clock, counted) = clock::of(gateway, letter, &state, now, lang);
    let page = Page {
        w: f.w,
        f,
        t,
        a: Acts::of(lang),
        csrf: who.csrf.clone(),
        notice,
        id: letter.id,
        seq: history.seq(),
        kind: kind.map_or_else(|| letter.letter_type.0.clone(), |kind| kind.name.get(lang).to_owned()),
        subject: letter.subject.clone(),
        standing: standing(&state, zone, t, lang),
        doubt: doubts(history, &state, zone, lang),
        tried: tried(history, &state, t, lang),
        offers: if may(Right::Act) { offers(&state, lang) } else { Vec::new() },
        follow,
        see: Seeing::of(lang).letter_link,
        left: clock::left(&state, now, lang),
        forgetting: forget::offer(&state, &clock, lang).filter(|_| may(Right::Forget)),
        clock,
        counted,
        may_export: may(Right::Evidence),
        fault: note_fault,
        facts: facts::facts(gateway, letter, &state, zone, lang),
        content: may(Right::Content).then(|| facts::content(letter, &state, lang)),
        markup: markup::of(gateway, letter, zone, lang).filter(|_| may(Right::Content)),
        steps: story::steps(&history.events, zone, lang),
        zone_note: fill(t.zone, &[("zone", zone)]),
    };
    visit.page(status, &page)
}

/// What was tried, in a line.
fn tried(history: &History, state: &State, t: &Texts, lang: Language) -> Option<String> {
    let attention = crate::desk::attention(history, state, lang, Timestamp::now())?;
    let Tried { lookups, attempts, asked, .. } = attention.tried;
    let [lookups, attempts, asked] = [lookups, attempts, asked].map(|count| count.to_string());
    Some(fill(t.tried_words, &[("lookups", &lookups), ("attempts", &attempts), ("asked", &asked)]))
}

fn standing(state: &State, zone: &str, t: &Texts, lang: Language) -> Standing {
    // "Nothing to do, it takes its fallback" is true of the reason, but at the desk the fallback is a person.
    let at_desk = state.attention.filter(|_| state.channel() == Some(ChannelKind::Desk));
    let of_state = match at_desk {
        Some(reason) if reason.entry().owner != Owner::CaseWorker => Code::FallbackDesk.entry(),
        _ => code(state.name, state.channel()).entry(),
    };
    let arrived = matches!(state.name, StateName::Delivered | StateName::Opened);
    let is_final = state.name.is_final();
    let held = state.held_until(Timestamp::now());
    // The reason stands beside the state only if it says more than the state does.
    let reason = state.attention.or(state.reason).or(held.map(|_| Code::Scheduled));
    let reason = reason.map(Code::entry).filter(|reason| reason.code != of_state.code);
    let asked_for = state.attention.is_some();
    let acting = reason
        .filter(|_| (!is_final || asked_for) && of_state.code != Code::FallbackDesk)
        .unwrap_or(of_state);
    let anybody = acting.owner != Owner::Nobody;
    let wait_until = held.or(state.wait_until).filter(|_| !is_final).map(|at| moment(at, zone, lang));
    Standing {
        badge: badge(state.name, state.channel(), state.reason, lang),
        what: of_state.what.get(lang),
        why_label: if arrived { t.why_channel } else { t.why_stopped },
        why: reason.map(|reason| reason.what.get(lang)),
        todo: (!is_final || anybody).then(|| acting.fix.get(lang)),
        owner: anybody.then(|| acting.owner.title().get(lang)),
        wait_until,
        moving: !is_final && state.attention.is_none(),
    }
}

/// Gives a letter a moment to come to its first rest, so that the next page shows where it went.
pub(super) async fn settle(gateway: &Gateway, id: LetterId) {
    let look = async {
        loop {
            match gateway.store.load(id).await {
                Ok(Some(history)) => {
                    let state = State::fold(&history.events);
                    let rests = state.name.is_final()
                        || state.attention.is_some()
                        || state.wait_until.is_some()
                        || state.held_until(Timestamp::now()).is_some();
                    if rests || state.name == StateName::HandedOver {
                        return;
                    }
                }
                Ok(None) | Err(_) => return,
            }
            tokio::time::sleep(SETTLE_LOOK).await;
        }
    };
    // Not at rest in time is no fault: the page then says that it is on its way.
    let _ = tokio::time::timeout(SETTLE, look).await;
}

/// What a person decided.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Decision {
    r#do: String,
    /// Number of the last event that the person saw.
    seq: u32,
    note: String,
}

/// `POST /letters/{id}/act`
pub(super) async fn act(
    Shared(gateway): Shared<Gateway>,
    Path(id): Path<String>,
    Ours { visit, who, form: decision }: Ours<Decision>,
) -> Response {
    let problem = match decide(&gateway, &visit, &who, &id, decision).await {
        Ok(response) => return response,
        Err(problem) => problem,
    };
    fault::page(&visit, &problem)
}

async fn decide(
    gateway: &Gateway,
    visit: &Visit,
    who: &SignedIn,
    id: &str,
    decision: Decision,
) -> Result<Response, Problem> {
    let history = find(gateway, &who.actor, Right::Act, id).await?;
    let act = Act::parse(&decision.r#do).ok_or_else(|| Problem::new(Code::FieldInvalid))?;
    let page = format!("/letters/{}", history.letter.id);
    if decision.seq != history.seq() {
        visit.sessions.leave(&who.id, Notice::Moved);
        return Ok(visit.go(&page));
    }
    let note = decision.note.trim();
    if party::find_personal_numbers(note) {
        let entry = Code::PersonalNumberInText.entry();
        let (what, fix) = (entry.what.get(visit.lang), entry.fix.get(visit.lang));
        let fault = NoteFault { act: Some(act), note: note.to_owned(), what, fix };
        return Ok(shown(gateway, visit, who, &history, Some(fault)));
    }
    let note = plain_note(note);
    let event = act.event(&who.actor.name, Some(note).filter(|note| !note.is_empty()));
    match gateway.act(&history, event).await {
        Ok(()) => {
            settle(gateway, history.letter.id).await;
            visit.sessions.leave(&who.id, Notice::Acted);
        }
        Err(problem)
            if matches!(problem.code, Code::StateConflict | Code::CancelTooLate | Code::CancelInDoubt) =>
        {
            visit.sessions.leave(&who.id, Notice::Moved);
        }
        Err(problem) => return Err(problem),
    }
    Ok(visit.go(&page))
}
