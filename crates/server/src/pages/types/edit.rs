//! Writing a letter type: as a form or as TOML, checked while it is written, saved as a new version.

use super::filled::{Filled, Mistake, Wrong};
use super::form::{Fault, Group, Maker};
use super::preview::Preview;
use super::show::{layers, paper_of, version_of};
use super::{find, may_edit, preview};
use crate::gateway::Gateway;
use crate::pages::fault;
use crate::pages::layers::Layers;
use crate::pages::ours::{Ours, Pairs};
use crate::pages::visit::{Frame, Place, Visit};
use crate::pages::words::{Frame as Words, TypeForm, Types, fill};
use crate::problem::Problem;
use crate::types::ImportResult;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Code;
use jiff::Timestamp;
use letter::{LetterType, TypeCatalogue, TypeState, archetype_catalogue};
use party::Country;
use serde::Deserialize;

/// Largest form of a type, bytes.
pub(in crate::pages) const FORM_MAX_BYTES: usize = 512 * 1024;

#[derive(Template)]
#[template(path = "type_edit.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Types,
    e: &'static TypeForm,
    csrf: String,
    title: String,
    /// Where the form is posted.
    action: String,
    back: String,
    /// Newest version when the form was opened.
    base: String,
    groups: Vec<Group>,
    /// The text, when it is edited as one.
    toml: Option<String>,
    sender: String,
    templates: String,
    faults: Vec<Fault>,
    notice: Option<String>,
    layers: Option<Layers>,
    preview: Option<Preview>,
    sound: bool,
}

/// A form under way.
struct Draft {
    /// Code, when the type exists.
    known: Option<String>,
    filled: Filled,
    toml: Option<String>,
    base: String,
    mistakes: Vec<Mistake>,
    notice: Option<String>,
    letter_type: Option<LetterType>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct Asked {
    r#as: String,
    version: Option<u32>,
    model: String,
    from: String,
    sender: String,
}

/// `GET /types/{code}/edit`
pub(in crate::pages) async fn edit(
    State(gateway): State<Gateway>,
    visit: Visit,
    Path(code): Path<String>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let kind = match editable(&gateway, &visit, &code, asked.version) {
        Ok(kind) => kind,
        Err(problem) => return fault::page(&visit, &problem),
    };
    let toml = (asked.r#as == "toml").then(|| text_of(&kind));
    let draft = Draft {
        base: newest(&gateway, &code),
        known: Some(code),
        filled: Filled::of(&kind),
        toml,
        mistakes: Vec::new(),
        notice: None,
        letter_type: Some(kind),
    };
    answer(&gateway, &visit, StatusCode::OK, draft)
}

fn editable(
    gateway: &Gateway,
    visit: &Visit,
    code: &str,
    version: Option<u32>,
) -> Result<LetterType, Problem> {
    let who = visit.signed_in.as_ref().ok_or_else(|| Problem::new(Code::ScopeMissing))?;
    let current = find(gateway, &who.actor, code)?;
    if !may_edit(&who.actor, &current.letter_type.sender) {
        return Err(Problem::new(Code::SenderNotAllowed));
    }
    if gateway.types().is_in_file(&code.into()) {
        return Err(Problem::new(Code::LetterTypeInFile));
    }
    // Whoever goes on writing goes on from the newest version, not from the one that is in use.
    let newest = gateway.types().versions(&code.into()).last().map(|one| one.version);
    let (kind, ..) = version_of(gateway, &current, version.or(newest))?;
    Ok((*kind).clone())
}

fn newest(gateway: &Gateway, code: &str) -> String {
    let types = gateway.types();
    types.versions(&code.into()).last().map_or_else(String::new, |one| one.version.to_string())
}

/// A type alone as the text of a catalogue.
fn text_of(kind: &LetterType) -> String {
    toml::to_string_pretty(&TypeCatalogue::of(None, [kind.clone()])).unwrap_or_default()
}

/// `GET /new-type`: a choice of models, or the form filled from one.
pub(in crate::pages) async fn new(
    State(gateway): State<Gateway>,
    visit: Visit,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let mine = gateway.config.senders.iter().find(|sender| {
        may_edit(&who.actor, &sender.id) && (asked.sender.is_empty() || sender.id.0 == asked.sender)
    });
    let copied = find(&gateway, &who.actor, &asked.from).ok().map(|current| (*current.letter_type).clone());
    let model =
        models(mine.map(|sender| sender.country())).into_iter().find(|kind| kind.code.0 == asked.model);
    let copy = |kind: LetterType| {
        let sender = if kind.sender.0.is_empty() {
            mine.map(|one| one.id.clone()).unwrap_or_default()
        } else {
            kind.sender.clone()
        };
        let code = format!("{}-2", kind.code.0);
        let own = gateway.current_type(&kind.code).is_some();
        LetterType {
            sender,
            code: if own { code.as_str().into() } else { kind.code.clone() },
            active: true,
            ..kind
        }
    };
    let filled = match (copied.or(model), asked.model.as_str()) {
        (Some(kind), _) => Filled::of(&copy(kind)),
        (None, "") => {
            return super::exchange::models_page(&gateway, &visit, mine.map(|sender| sender.id.0.clone()));
        }
        (None, _) => {
            let mut filled = Filled::default();
            for (path, text) in [("class", "2"), ("active", "1"), ("patience_hours", "24")] {
                filled.set(path, text);
            }
            filled.set("sender", mine.map_or("", |sender| sender.id.0.as_str()));
            filled
        }
    };
    let letter_type = filled.letter_type().ok();
    let draft = Draft {
        known: None,
        filled,
        toml: None,
        base: String::new(),
        mistakes: Vec::new(),
        notice: None,
        letter_type,
    };
    answer(&gateway, &visit, StatusCode::OK, draft)
}

/// The archetypes as ready types.
pub(super) fn models(country: Option<Country>) -> Vec<LetterType> {
    let text = archetype_catalogue(country.unwrap_or(Country::Dk));
    toml::from_str::<TypeCatalogue>(text).map(|catalogue| catalogue.letter_types).unwrap_or_default()
}

/// `POST /new-type`
pub(in crate::pages) async fn create(State(gateway): State<Gateway>, ours: Ours<Pairs>) -> Response {
    posted(&gateway, ours, None).await
}

/// `POST /types/{code}/edit`
pub(in crate::pages) async fn save(
    State(gateway): State<Gateway>,
    Path(code): Path<String>,
    ours: Ours<Pairs>,
) -> Response {
    if let Err(problem) = editable(&gateway, &ours.visit, &code, None) {
        return fault::page(&ours.visit, &problem);
    }
    posted(&gateway, ours, Some(code)).await
}

async fn posted(gateway: &Gateway, ours: Ours<Pairs>, known: Option<String>) -> Response {
    let Ours { visit, who, form: pairs } = &ours;
    let one = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, text)| text.as_str());
    let toml = pairs.iter().find(|(key, _)| key == "toml").map(|(_, text)| text.replace("\r\n", "\n"));
    let mut filled = Filled::read(pairs);
    if let Some(code) = &known {
        filled.set("code", code);
    }
    let (letter_type, mut mistakes) = match &toml {
        Some(text) => from_toml(text, &known, filled.get("sender")),
        None => match filled.letter_type() {
            Ok(kind) => (Some(kind), Vec::new()),
            Err(mistakes) => (None, mistakes),
        },
    };
    let mut draft = Draft {
        base: one("base").to_owned(),
        notice: None,
        mistakes: Vec::new(),
        letter_type: None,
        known,
        filled,
        toml,
    };
    if let Some(kind) = &letter_type {
        if !may_edit(&who.actor, &kind.sender) {
            mistakes.push(Mistake { path: "sender".to_owned(), what: Wrong::Missing });
        } else if draft.known.is_none() && gateway.current_type(&kind.code).is_some() {
            let taken = TypeForm::of(visit.lang).taken.to_owned();
            mistakes.push(Mistake { path: "code".to_owned(), what: Wrong::Rule(taken) });
        } else if let Err(problem) = gateway.judge_type(kind) {
            mistakes.extend(
                problem.errors.iter().map(|fault| mistake(&draft.filled, &fault.pointer, &fault.detail)),
            );
        }
    }
    draft.mistakes = mistakes;
    draft.letter_type = letter_type;
    let sound = draft.letter_type.clone().filter(|_| draft.mistakes.is_empty());
    match (one("do"), sound) {
        ("paper", Some(kind)) => paper_of(gateway, visit, &kind),
        ("save", Some(kind)) => keep(gateway, visit, &who.actor.name, draft, kind).await,
        ("save" | "paper", None) => answer(gateway, visit, StatusCode::UNPROCESSABLE_ENTITY, draft),
        _ => answer(gateway, visit, StatusCode::OK, draft),
    }
}

async fn keep(gateway: &Gateway, visit: &Visit, by: &str, mut draft: Draft, kind: LetterType) -> Response {
    let code = kind.code.0.clone();
    let now = newest(gateway, &code);
    if now != draft.base {
        let text = TypeForm::of(visit.lang).conflict;
        draft.notice = Some(fill(text, &[("version", &now)]));
        draft.base = now;
        return answer(gateway, visit, StatusCode::CONFLICT, draft);
    }
    match gateway.import_type(kind, TypeState::Draft, by, false).await {
        Ok(made) => {
            let word = if made.result == ImportResult::Same { "same" } else { "saved" };
            visit.go(&format!("/types/{code}?version={0}&{word}={0}", made.version))
        }
        Err(problem) => fault::page(visit, &problem),
    }
}

/// A type out of a catalogue text; the sender is not part of it.
fn from_toml(text: &str, known: &Option<String>, sender: &str) -> (Option<LetterType>, Vec<Mistake>) {
    let wrong = |rule: String| (None, vec![Mistake { path: "toml".to_owned(), what: Wrong::Rule(rule) }]);
    let mut catalogue: TypeCatalogue = match toml::from_str(text) {
        Ok(catalogue) => catalogue,
        Err(error) => return wrong(error.to_string().trim_end().to_owned()),
    };
    match (catalogue.letter_types.pop(), catalogue.letter_types.is_empty()) {
        (Some(kind), true) => match known {
            Some(code) if *code != kind.code.0 => wrong(format!("code must stay {code}")),
            _ => (Some(LetterType { sender: sender.into(), ..kind }), Vec::new()),
        },
        _ => wrong("exactly one [[letter_type]]".to_owned()),
    }
}

/// A fault of the check at the field of the form that it names.
fn mistake(filled: &Filled, pointer: &str, detail: &str) -> Mistake {
    let path = super::filled::path_of(pointer);
    let what = Wrong::Rule(detail.to_owned());
    // What the form does not show stands with the others on top.
    if filled.get(&path).is_empty()
        && super::filled::pattern(&path).and_then(|(path, _)| super::fields::field(&path)).is_none()
    {
        return Mistake { path: String::new(), what };
    }
    Mistake { path, what }
}

fn answer(gateway: &Gateway, visit: &Visit, status: StatusCode, draft: Draft) -> Response {
    let e = TypeForm::of(visit.lang);
    let maker = Maker {
        gateway,
        visit,
        filled: &draft.filled,
        mistakes: &draft.mistakes,
        known: draft.known.is_some(),
    };
    let groups = if draft.toml.is_some() { Vec::new() } else { maker.groups() };
    let faults = maker.all_faults(&groups);
    let kind = draft.letter_type.as_ref();
    let name =
        kind.map_or_else(|| draft.filled.get("code").to_owned(), |kind| kind.name.get(visit.lang).to_owned());
    let f = visit.frame(Place::Types);
    let page = Page {
        w: f.w,
        f,
        t: Types::of(visit.lang),
        e,
        csrf: visit.signed_in.as_ref().map(|who| who.csrf.clone()).unwrap_or_default(),
        title: if draft.known.is_some() {
            fill(e.title_edit, &[("name", &name)])
        } else {
            e.title_new.to_owned()
        },
        action: draft
            .known
            .as_ref()
            .map_or_else(|| "/new-type".to_owned(), |code| format!("/types/{code}/edit")),
        back: draft.known.as_ref().map_or_else(|| "/types".to_owned(), |code| format!("/types/{code}")),
        templates: fill(e.templates, &[("example", "{due}")]),
        sender: kind
            .map(|kind| kind.sender.0.clone())
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| draft.filled.get("sender").to_owned()),
        layers: kind.map(|kind| layers(kind, visit.lang)),
        preview: kind.and_then(|kind| preview::of(kind, gateway.sender(&kind.sender)?, Timestamp::now())),
        sound: kind.is_some() && faults.is_empty(),
        base: draft.base,
        notice: draft.notice,
        toml: draft.toml,
        groups,
        faults,
    };
    visit.page(status, &page)
}
