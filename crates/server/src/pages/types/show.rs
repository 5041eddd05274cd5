//! One letter type: what it is, how complete, how its letters look, its versions; and differences between two of them.

use super::preview::Preview;
use super::{Standing, find, may_edit, preview, sender_name, standing, version_words};
use crate::access::Actor;
use crate::gateway::Gateway;
use crate::markup::completeness;
use crate::pages::layers::Layers;
use crate::pages::ours::Ours;
use crate::pages::visit::{Frame, Place, Visit};
use crate::pages::words::{Frame as Words, Types, fill};
use crate::pages::{fault, rows, time};
use crate::problem::Problem;
use crate::types::CurrentType;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::{Code, Language};
use jiff::Timestamp;
use letter::{
    Archetype, LetterType, TypeCatalogue, TypeChange, TypeState, completeness_of_type, diff_types,
    looks_like_duplicate,
};
use serde::Deserialize;
use std::sync::Arc;
use store::StoredType;

#[derive(Template)]
#[template(path = "type.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Types,
    csrf: String,
    notice: Option<String>,
    code: String,
    name: String,
    sender: String,
    department: Option<String>,
    archetype: Option<&'static str>,
    rules: String,
    state: Standing,
    shown: String,
    /// `?version=2`, when it is not the one that counts now.
    query: String,
    layers: Layers,
    preview: Option<Preview>,
    versions: Vec<Version>,
    duplicates: Vec<(String, String)>,
    may_edit: bool,
    in_file: bool,
    four_eyes: bool,
}

/// The layers of a type in words.
pub(super) fn layers(kind: &LetterType, lang: Language) -> Layers {
    Layers::of(&completeness(&completeness_of_type(kind), lang), lang)
}

/// A version with what can be done with it.
struct Version {
    number: u32,
    state: Standing,
    made: String,
    set: String,
    shown: bool,
    before: Option<u32>,
    offers: Vec<Offer>,
}

struct Offer {
    state: &'static str,
    label: &'static str,
    note: &'static str,
    grave: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct Asked {
    version: Option<u32>,
    saved: Option<u32>,
    same: Option<u32>,
    set: Option<u32>,
    from: Option<u32>,
    to: Option<u32>,
}

type Wanted = Result<Query<Asked>, axum::extract::rejection::QueryRejection>;

/// `GET /types/{code}`
pub(in crate::pages) async fn show(
    State(gateway): State<Gateway>,
    visit: Visit,
    Path(code): Path<String>,
    asked: Wanted,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    match find(&gateway, &who.actor, &code).and_then(|current| {
        let shown = version_of(&gateway, &current, asked.version)?;
        Ok(page(&gateway, &visit, &who.actor, &who.csrf, &current, &shown, &asked))
    }) {
        Ok(page) => visit.page(StatusCode::OK, &page),
        Err(problem) => fault::page(&visit, &problem),
    }
}

/// That version of a type; the one that counts now when none is named.
pub(super) fn version_of(
    gateway: &Gateway,
    current: &CurrentType,
    version: Option<u32>,
) -> Result<(Arc<LetterType>, Option<u32>, TypeState), Problem> {
    match version {
        None => Ok((current.letter_type.clone(), current.version, current.state)),
        Some(number) => {
            let types = gateway.types();
            let found = types.versions(&current.letter_type.code).iter().find(|one| one.version == number);
            let found = found.ok_or_else(|| Problem::new(Code::LetterTypeNotFound))?;
            Ok((Arc::new(found.letter_type.clone()), Some(number), found.state))
        }
    }
}

fn page(
    gateway: &Gateway,
    visit: &Visit,
    actor: &Actor,
    csrf: &str,
    current: &CurrentType,
    shown: &(Arc<LetterType>, Option<u32>, TypeState),
    asked: &Asked,
) -> Page {
    let lang = visit.lang;
    let t = Types::of(lang);
    let (kind, version, state) = shown;
    let code = &kind.code;
    let types = gateway.types();
    let edit = may_edit(actor, &kind.sender);
    let in_file = types.is_in_file(code);
    let all = types.versions(code);
    let versions = all.iter().enumerate().rev().map(|(place, one)| Version {
        shown: Some(one.version) == *version,
        before: place.checked_sub(1).and_then(|before| all.get(before)).map(|before| before.version),
        ..version_line(one, actor, edit && !in_file, gateway.config.four_eyes, lang)
    });
    let others = gateway.letter_types().into_iter().filter(|other| {
        actor.may_use(crate::access::Right::SeeTypes, &other.sender) && looks_like_duplicate(kind, other)
    });
    let said = |text: &str, number: u32| fill(text, &[("version", &number.to_string())]);
    let state_now = |number: u32| {
        let found = all.iter().find(|one| one.version == number).map_or(*state, |one| one.state);
        fill(t.state_set, &[("version", &number.to_string()), ("state", standing(found, t).words)])
    };
    let notice = asked
        .saved
        .map(|number| said(t.saved, number))
        .or(asked.same.map(|number| said(t.same, number)))
        .or(asked.set.map(state_now));
    let f = visit.frame(Place::Types);
    Page {
        w: f.w,
        f,
        t,
        csrf: csrf.to_owned(),
        notice,
        code: code.0.clone(),
        name: kind.name.get(lang).to_owned(),
        sender: sender_name(gateway, &kind.sender),
        department: kind.department.clone(),
        archetype: kind.archetype.map(|archetype: Archetype| archetype.title().get(lang)),
        rules: crate::pages::state::rules(kind, crate::pages::words::Routes::of(lang)),
        state: standing(*state, t),
        shown: version_words(*version, t),
        query: version
            .filter(|_| *version != current.version)
            .map(|number| format!("?version={number}"))
            .unwrap_or_default(),
        layers: layers(kind, lang),
        preview: gateway.sender(&kind.sender).and_then(|sender| preview::of(kind, sender, Timestamp::now())),
        versions: versions.collect(),
        duplicates: others.map(|other| (other.code.0.clone(), other.name.get(lang).to_owned())).collect(),
        may_edit: edit,
        in_file,
        four_eyes: gateway.config.four_eyes,
    }
}

fn version_line(one: &StoredType, actor: &Actor, edit: bool, four_eyes: bool, lang: Language) -> Version {
    let t = Types::of(lang);
    let when = |at: Timestamp| time::moment(at, rows::USUAL_ZONE, lang).words;
    let state = standing(one.state, t);
    let set = [("state", state.words), ("who", one.state_by.as_str()), ("when", &when(one.state_at))];
    let offer = |to: TypeState| {
        let (label, note) = match to {
            TypeState::Draft => (t.to_draft, ""),
            TypeState::Reviewed => (t.to_reviewed, ""),
            TypeState::Active => (t.to_active, t.active_note),
            TypeState::Retired => (t.to_retired, t.retired_note),
        };
        Offer { state: to.as_str(), label, note, grave: to == TypeState::Retired }
    };
    let mut ways = match one.state {
        TypeState::Draft => vec![TypeState::Reviewed, TypeState::Active, TypeState::Retired],
        TypeState::Reviewed => vec![TypeState::Active, TypeState::Draft],
        TypeState::Active => vec![TypeState::Retired],
        TypeState::Retired => vec![TypeState::Reviewed, TypeState::Active],
    };
    ways.retain(|way| !four_eyes || crate::types::seen_by_two(one, *way, &actor.name));
    Version {
        number: one.version,
        made: fill(t.made, &[("who", &one.imported_by), ("when", &when(one.imported_at))]),
        set: fill(t.set, &set),
        state,
        shown: false,
        before: None,
        offers: if edit { ways.into_iter().map(offer).collect() } else { Vec::new() },
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct NewState {
    version: u32,
    state: String,
}

/// `POST /types/{code}/state`
pub(in crate::pages) async fn set_state(
    State(gateway): State<Gateway>,
    Path(code): Path<String>,
    Ours { visit, who, form }: Ours<NewState>,
) -> Response {
    let done = async {
        let current = find(&gateway, &who.actor, &code)?;
        if !may_edit(&who.actor, &current.letter_type.sender) {
            return Err(Problem::new(Code::SenderNotAllowed));
        }
        let state = TypeState::parse(&form.state).ok_or_else(|| Problem::new(Code::FieldInvalid))?;
        gateway.set_type_state(&code.as_str().into(), Some(form.version), state, &who.actor.name).await
    };
    match done.await {
        Ok(set) => visit.go(&format!("/types/{code}?version={}&set={}", set.version, set.version)),
        Err(problem) => fault::page(&visit, &problem),
    }
}

/// `GET /types/{code}/paper`
pub(in crate::pages) async fn paper(
    State(gateway): State<Gateway>,
    visit: Visit,
    Path(code): Path<String>,
    asked: Wanted,
) -> Response {
    of_version(&gateway, &visit, &code, asked, |kind| paper_of(&gateway, &visit, kind))
}

/// A type's example as a PDF.
pub(super) fn paper_of(gateway: &Gateway, visit: &Visit, kind: &LetterType) -> Response {
    let made = gateway
        .sender(&kind.sender)
        .ok_or_else(|| "no sender".to_owned())
        .and_then(|sender| preview::paper(kind, sender, Timestamp::now()));
    match made {
        Ok(pdf) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"))], pdf).into_response()
        }
        Err(error) => {
            tracing::warn!(error, code = %kind.code, "an example letter cannot be set");
            fault::page(visit, &Problem::new(Code::ComposeFailed))
        }
    }
}

/// `GET /types/{code}/toml`
pub(in crate::pages) async fn toml(
    State(gateway): State<Gateway>,
    visit: Visit,
    Path(code): Path<String>,
    asked: Wanted,
) -> Response {
    of_version(&gateway, &visit, &code, asked, |kind| {
        download(&TypeCatalogue::of(None, [kind.clone()]), &kind.code.0)
    })
}

/// What is made of the version that was asked for.
fn of_version(
    gateway: &Gateway,
    visit: &Visit,
    code: &str,
    asked: Wanted,
    make: impl FnOnce(&LetterType) -> Response,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let found =
        find(gateway, &who.actor, code).and_then(|current| version_of(gateway, &current, asked.version));
    match found {
        Ok((kind, ..)) => make(&kind),
        Err(problem) => fault::page(visit, &problem),
    }
}

/// A catalogue as a file. Codes are letters of file names already.
pub(super) fn download(catalogue: &TypeCatalogue, name: &str) -> Response {
    let Ok(text) = toml::to_string_pretty(catalogue) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}.toml\""));
    let mut response = ([(header::CONTENT_TYPE, "application/toml; charset=utf-8")], text).into_response();
    if let Ok(disposition) = disposition {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

#[derive(Template)]
#[template(path = "type_diff.html")]
struct Diff {
    f: Frame,
    w: &'static Words,
    t: &'static Types,
    code: String,
    title: String,
    lead: String,
    changes: Vec<TypeChange>,
}

/// `GET /types/{code}/diff?from=1&to=2`
pub(in crate::pages) async fn diff(
    State(gateway): State<Gateway>,
    visit: Visit,
    Path(code): Path<String>,
    asked: Wanted,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let both = find(&gateway, &who.actor, &code).and_then(|current| {
        let before = version_of(&gateway, &current, Some(asked.from.unwrap_or(0)))?;
        Ok((before, version_of(&gateway, &current, asked.to)?))
    });
    let (before, after) = match both {
        Ok(both) => both,
        Err(problem) => return fault::page(&visit, &problem),
    };
    let t = Types::of(visit.lang);
    let number = |version: Option<u32>| version.map_or_else(|| "–".to_owned(), |number| number.to_string());
    let f = visit.frame(Place::Types);
    let page = Diff {
        w: f.w,
        f,
        t,
        title: fill(t.diff_title, &[("name", after.0.name.get(visit.lang))]),
        lead: fill(t.diff_lead, &[("from", &number(before.1)), ("to", &number(after.1))]),
        changes: diff_types(&before.0, &after.0),
        code,
    };
    visit.page(StatusCode::OK, &page)
}
