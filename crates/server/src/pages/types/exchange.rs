//! The catalogue's way in and out (R178), and the models that a new type can start from.

use super::edit::models;
use super::{may_edit, show};
use crate::access::Right;
use crate::gateway::Gateway;
use crate::pages::visit::{Frame, Place, Visit};
use crate::pages::words::{Frame as Words, TypeExchange, TypeForm, Types, fill};
use crate::pages::{fault, guard};
use crate::types::{ImportResult, Imported};
use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use axum::response::Response;
use letter::{LetterType, SenderId, TypeCatalogue, TypeState};

/// Largest catalogue that can be handed in, bytes.
pub(in crate::pages) const CATALOGUE_MAX_BYTES: usize = 4 * 1024 * 1024;

#[derive(Template)]
#[template(path = "type_exchange.html")]
struct Page {
    f: Frame,
    w: &'static Words,
    t: &'static Types,
    x: &'static TypeExchange,
    csrf: String,
    may_edit: bool,
    /// Id, name, chosen.
    senders: Vec<(String, String, bool)>,
    toml: String,
    fault: Option<String>,
    heading: &'static str,
    results: Vec<Outcome>,
    /// What was looked at can be imported.
    ready: bool,
}

/// What becomes of a type.
struct Outcome {
    code: String,
    name: String,
    words: String,
    tone: &'static str,
    sign: &'static str,
    faults: Vec<String>,
}

#[derive(Default)]
struct Asked {
    csrf: String,
    sender: String,
    /// The catalogue: a chosen file, or else what was pasted. Characters that are none are shown as such.
    toml: String,
    r#do: String,
}

impl Asked {
    async fn read(mut form: Multipart) -> Result<Asked, MultipartError> {
        let mut asked = Asked::default();
        let mut chosen = String::new();
        while let Some(part) = form.next_field().await? {
            let name = part.name().unwrap_or_default().to_owned();
            let value = String::from_utf8_lossy(&part.bytes().await?).into_owned();
            match name.as_str() {
                "csrf" => asked.csrf = value,
                "sender" => asked.sender = value,
                "toml" => asked.toml = value,
                "file" => chosen = value,
                "do" => asked.r#do = value,
                _ => {}
            }
        }
        if !chosen.trim().is_empty() {
            asked.toml = chosen;
        }
        Ok(asked)
    }
}

/// `GET /type-catalogue`
pub(in crate::pages) async fn page(State(gateway): State<Gateway>, visit: Visit) -> Response {
    answer(&gateway, &visit, StatusCode::OK, Asked::default(), Vec::new(), None)
}

fn answer(
    gateway: &Gateway,
    visit: &Visit,
    status: StatusCode,
    asked: Asked,
    results: Vec<Outcome>,
    fault: Option<String>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let x = TypeExchange::of(visit.lang);
    let f = visit.frame(Place::Types);
    let senders = gateway.config.senders.iter().filter(|sender| may_edit(&who.actor, &sender.id));
    let done = asked.r#do == "import";
    let page = Page {
        w: f.w,
        f,
        t: Types::of(visit.lang),
        x,
        csrf: who.csrf.clone(),
        may_edit: who.actor.may(Right::EditTypes),
        senders: senders
            .map(|sender| (sender.id.0.clone(), sender.name.clone(), sender.id.0 == asked.sender))
            .collect(),
        ready: !done && results.iter().any(|result| result.faults.is_empty()),
        heading: if done { x.done_heading } else { x.result_heading },
        toml: asked.toml,
        fault,
        results,
    };
    visit.page(status, &page)
}

/// `GET /type-catalogue/export`
pub(in crate::pages) async fn export(State(gateway): State<Gateway>, visit: Visit) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let types =
        gateway.letter_types().into_iter().filter(|kind| who.actor.may_use(Right::SeeTypes, &kind.sender));
    let catalogue = TypeCatalogue::of(None, types.map(|kind| (*kind).clone()));
    show::download(&catalogue, "brevdue-types")
}

/// `POST /type-catalogue`: looks at a catalogue, or imports it as drafts.
pub(in crate::pages) async fn import(
    State(gateway): State<Gateway>,
    visit: Visit,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    // What cannot be read has no token either.
    let asked = match form {
        Ok(form) => Asked::read(form).await.unwrap_or_default(),
        Err(_) => Asked::default(),
    };
    if !guard::ours(&visit.headers, who, &asked.csrf) {
        return fault::stale(&visit);
    }
    let sender = SenderId::from(asked.sender.as_str());
    if !may_edit(&who.actor, &sender) || gateway.sender(&sender).is_none() {
        return fault::page(&visit, &crate::problem::Problem::new(catalogue::Code::SenderNotAllowed));
    }
    let catalogue: TypeCatalogue = match toml::from_str(&asked.toml) {
        Ok(catalogue) => catalogue,
        Err(error) => {
            let text = error.to_string().trim_end().to_owned();
            return answer(&gateway, &visit, StatusCode::UNPROCESSABLE_ENTITY, asked, Vec::new(), Some(text));
        }
    };
    let whole: Vec<String> = catalogue
        .check()
        .into_iter()
        .filter(|fault| !fault.path.contains('.'))
        .map(|fault| fault.to_string())
        .collect();
    if !whole.is_empty() {
        return answer(
            &gateway,
            &visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            asked,
            Vec::new(),
            Some(whole.join("\n")),
        );
    }
    let dry_run = asked.r#do != "import";
    let mut results = Vec::new();
    for kind in catalogue.letter_types {
        let kind = LetterType { sender: sender.clone(), ..kind };
        let (code, name) = (kind.code.0.clone(), kind.name.get(visit.lang).to_owned());
        // A code of another municipality stays that one's.
        let elsewhere = gateway
            .current_type(&kind.code)
            .is_some_and(|one| !may_edit(&who.actor, &one.letter_type.sender));
        let made = if elsewhere {
            Err(vec![TypeForm::of(visit.lang).taken.to_owned()])
        } else {
            gateway.import_type(kind, TypeState::Draft, &who.actor.name, dry_run).await.map_err(|problem| {
                let said = problem.code.entry().what.get(visit.lang).to_owned();
                [vec![said], problem.errors.into_iter().map(|fault| fault.detail).collect()].concat()
            })
        };
        results.push(result(code, name, made, TypeExchange::of(visit.lang)));
    }
    answer(&gateway, &visit, StatusCode::OK, asked, results, None)
}

fn result(code: String, name: String, made: Result<Imported, Vec<String>>, x: &TypeExchange) -> Outcome {
    let (words, tone, sign, faults) = match made {
        Err(faults) => (x.refused.to_owned(), "bad", "✕", faults),
        Ok(made) => match made.result {
            ImportResult::New => (x.new.to_owned(), "done", "+", Vec::new()),
            ImportResult::Changed => {
                (fill(x.changed, &[("version", &made.version.to_string())]), "going", "→", Vec::new())
            }
            ImportResult::Same => (x.same.to_owned(), "off", "=", Vec::new()),
        },
    };
    Outcome { code, name, words, tone, sign, faults }
}

#[derive(Template)]
#[template(path = "type_models.html")]
struct Models {
    f: Frame,
    w: &'static Words,
    t: &'static Types,
    e: &'static TypeForm,
    /// Code, name.
    models: Vec<(String, String, &'static str)>,
    senders: Vec<(String, String, bool)>,
    sender: String,
}

/// The models to start from.
pub(super) fn models_page(gateway: &Gateway, visit: &Visit, sender: Option<String>) -> Response {
    let Some(who) = &visit.signed_in else { return visit.to_door() };
    let sender = sender.unwrap_or_default();
    let country = gateway.sender(&SenderId::from(sender.as_str())).map(|sender| sender.country());
    let f = visit.frame(Place::Types);
    let mine = gateway.config.senders.iter().filter(|one| may_edit(&who.actor, &one.id));
    let model = |kind: LetterType| {
        let archetype = kind.archetype.map_or("", |archetype| archetype.title().get(visit.lang));
        (kind.code.0.clone(), kind.name.get(visit.lang).to_owned(), archetype)
    };
    let page = Models {
        w: f.w,
        f,
        t: Types::of(visit.lang),
        e: TypeForm::of(visit.lang),
        models: models(country).into_iter().map(model).collect(),
        senders: mine.map(|one| (one.id.0.clone(), one.name.clone(), one.id.0 == sender)).collect(),
        sender,
    };
    visit.page(StatusCode::OK, &page)
}
