//! Letter types: the list, one type with its versions, its form, differences, import and export (R163, R175–R178).

pub(super) mod edit;
pub(super) mod exchange;
mod fields;
mod filled;
mod form;
mod preview;
pub(super) mod show;

use super::fault;
use super::visit::{Frame, Place, Visit};
use super::words::{Frame as Words, Types, fill};
use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::types::CurrentType;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use jiff::{SignedDuration, Timestamp};
use letter::{LetterType, SenderId, TypeState, completeness_of_type};

/// Days over which letters are counted.
const COUNTED: SignedDuration = SignedDuration::from_hours(24 * 30);

#[derive(Template)]
#[template(path = "types.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Types,
    rows: Vec<Line>,
    may_edit: bool,
}

/// A type in the list.
struct Line {
    code: String,
    name: String,
    sender: String,
    facts: String,
    state: Standing,
    version: String,
    complete: bool,
    /// `5/6`
    sum: String,
    letters: u64,
}

/// A review state for the eye.
struct Standing {
    words: &'static str,
    sign: &'static str,
    tone: &'static str,
}

fn standing(state: TypeState, t: &'static Types) -> Standing {
    let (words, sign, tone) = match state {
        TypeState::Draft => (t.draft, "…", "off"),
        TypeState::Reviewed => (t.reviewed, "→", "going"),
        TypeState::Active => (t.active, "✓", "done"),
        TypeState::Retired => (t.retired, "–", "off"),
    };
    Standing { words, sign, tone }
}

/// A review state in words.
pub(super) fn state_words(state: TypeState, lang: Language) -> &'static str {
    standing(state, Types::of(lang)).words
}

/// `GET /types`
pub(super) async fn list(State(gateway): State<Gateway>, visit: Visit) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let actor = &who.actor;
    let t = Types::of(visit.lang);
    let since = Timestamp::now().checked_sub(COUNTED).unwrap_or(Timestamp::MIN);
    let mut rows = Vec::new();
    for kind in gateway.letter_types().into_iter().filter(|kind| actor.may_use(Right::SeeTypes, &kind.sender))
    {
        let Some(current) = gateway.current_type(&kind.code) else { continue };
        match gateway.store.letters_of_type(&kind.sender, &kind.code, since).await {
            Ok(letters) => rows.push(line(&gateway, &current, letters, visit.lang)),
            Err(error) => {
                tracing::error!(%error, "letters of a type cannot be counted");
                return fault::page(&visit, &Problem::new(Code::NotReady));
            }
        }
    }
    let f = visit.frame(Place::Types);
    visit.page(StatusCode::OK, &Page { w: f.w, f, t, rows, may_edit: actor.may(Right::EditTypes) })
}

fn line(gateway: &Gateway, current: &CurrentType, letters: u64, lang: Language) -> Line {
    let t = Types::of(lang);
    let kind = &current.letter_type;
    let found = completeness_of_type(kind);
    Line {
        code: kind.code.0.clone(),
        name: kind.name.get(lang).to_owned(),
        sender: sender_name(gateway, &kind.sender),
        facts: facts(kind, lang),
        state: standing(current.state, t),
        version: version_words(current.version, t),
        complete: found.complete,
        sum: sum(&found),
        letters,
    }
}

/// Expected elements that are there, of all.
fn sum(found: &letter::Completeness) -> String {
    let filled: usize = found.layers.iter().map(|layer| layer.filled).sum();
    let expected: usize = found.layers.iter().map(|layer| layer.expected).sum();
    format!("{filled}/{expected}")
}

fn version_words(version: Option<u32>, t: &Types) -> String {
    version
        .map_or_else(|| t.in_file.to_owned(), |version| fill(t.version, &[("version", &version.to_string())]))
}

/// Archetype, class and way in words.
fn facts(kind: &LetterType, lang: Language) -> String {
    let rules = super::state::rules(kind, super::words::Routes::of(lang));
    match kind.archetype {
        Some(archetype) => format!("{}, {rules}", archetype.title().get(lang)),
        None => rules,
    }
}

pub(super) fn sender_name(gateway: &Gateway, id: &SenderId) -> String {
    gateway.sender(id).map_or_else(|| id.0.clone(), |sender| sender.name.clone())
}

/// A type that may be seen; one of another municipality is not found, like one that is none.
fn find(gateway: &Gateway, actor: &Actor, code: &str) -> Result<CurrentType, Problem> {
    let current = gateway.current_type(&code.into());
    let seen = current.filter(|one| actor.may_use(Right::SeeTypes, &one.letter_type.sender));
    seen.ok_or_else(|| Problem::new(Code::LetterTypeNotFound))
}

/// Whether somebody may change a type of that sender.
fn may_edit(actor: &Actor, sender: &SenderId) -> bool {
    actor.may_for(Right::EditTypes, sender, None)
}
