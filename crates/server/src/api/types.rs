//! `/v1/letter-types`: what may be sent, what it needs, and the catalogue's way in (R175–R178).

use super::at::At;
use super::body::read_json;
use super::{Caller, json};
use crate::access::Right;
use crate::gateway::Gateway;
use crate::markup::completeness;
use crate::problem::Problem;
use crate::types::{CurrentType, Imported};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use catalogue::Code;
use letter::{Fault, LetterType, TypeCode, TypeState, completeness_of_type};
use serde::Deserialize;
use serde_json::{Value, json as object};
use std::sync::Arc;

/// A letter type with more bytes than this is none.
const TYPE_MAX_BYTES: usize = 256 * 1024;

/// The letter types that this key may use.
pub(super) async fn list(State(gateway): State<Gateway>, caller: Caller) -> Response {
    let codes =
        gateway.letter_types().into_iter().filter(|kind| caller.actor.may_use(Right::SeeTypes, &kind.sender));
    let list: Vec<Value> = codes
        .filter_map(|kind| gateway.current_type(&kind.code))
        .map(|current| summary(&current, &caller))
        .collect();
    json(StatusCode::OK, object!({ "letter_types": list })).into_response()
}

fn summary(current: &CurrentType, caller: &Caller) -> Value {
    let kind = &current.letter_type;
    let layers = completeness_of_type(kind);
    object!({
        "code": kind.code, "name": kind.name.get(caller.language), "sender": kind.sender,
        "class": u8::from(kind.class), "fallback": kind.fallback, "active": kind.active,
        "archetype": kind.archetype, "version": current.version, "state": current.state,
        "origin": if current.version.is_some() { "imported" } else { "file" },
        "complete": layers.complete,
        "layers": layers.layers.iter().map(|layer| object!({
            "layer": layer.layer, "filled": layer.filled, "expected": layer.expected,
        })).collect::<Vec<_>>(),
    })
}

#[derive(Deserialize)]
pub(super) struct Which {
    version: Option<u32>,
}

/// One type in full: its definition, its business fields, how complete it is, its versions.
pub(super) async fn show(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(code): At<String>,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(which) = which.map_err(|_| unknown(&caller, "known parameters: version"))?;
    let (current, types) = find(&gateway, &caller, &code)?;
    let kind = match which.version {
        None => current.letter_type.clone(),
        Some(version) => {
            types.version(&current.letter_type.code, Some(version)).ok_or_else(|| not_found(&caller))?
        }
    };
    let fields = kind.markup.as_ref().map(letter::markup::fields).unwrap_or_default();
    let versions: Vec<Value> = types
        .versions(&kind.code)
        .iter()
        .map(|one| {
            object!({
                "version": one.version, "state": one.state, "imported_by": one.imported_by,
                "imported_at": one.imported_at, "state_by": one.state_by, "state_at": one.state_at,
            })
        })
        .collect();
    let mut answer = summary(&current, &caller);
    answer["version"] = object!(which.version.or(current.version));
    answer["completeness"] = object!(completeness(&completeness_of_type(&kind), caller.language));
    answer["fields"] = object!(fields);
    answer["versions"] = object!(versions);
    answer["letter_type"] = object!(*kind);
    Ok(json(StatusCode::OK, answer))
}

type Found = (CurrentType, Arc<crate::types::Types>);

/// A type that the caller may see. One of another municipality is not found, like one that is none.
fn find(gateway: &Gateway, caller: &Caller, code: &str) -> Result<Found, Problem> {
    let current = gateway
        .current_type(&code.into())
        .filter(|one| caller.actor.may_use(Right::SeeTypes, &one.letter_type.sender));
    Ok((current.ok_or_else(|| not_found(caller))?, gateway.types()))
}

fn unknown(caller: &Caller, detail: &str) -> Problem {
    Problem::detail(Code::FieldUnknown, detail).in_language(caller.language)
}

fn not_found(caller: &Caller) -> Problem {
    Problem::new(Code::LetterTypeNotFound).in_language(caller.language)
}

#[derive(Deserialize)]
pub(super) struct How {
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    state: TypeState,
}

/// Imports a type as the newest version of its code.
pub(super) async fn import(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(code): At<String>,
    how: Result<Query<How>, QueryRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let Query(how) = how.map_err(|_| unknown(&caller, "known parameters: dry_run, state"))?;
    let done = async {
        let letter_type = read(&gateway, &code, request).await?;
        allowed(&gateway, &caller, &letter_type)?;
        gateway.import_type(letter_type, how.state, &caller.actor.name, how.dry_run).await
    };
    let imported = done.await.map_err(|problem: Problem| problem.in_language(caller.language))?;
    Ok(json(StatusCode::OK, answer(&code, imported, how.dry_run)))
}

fn answer(code: &str, imported: Imported, dry_run: bool) -> Value {
    let Imported { result, version, state } = imported;
    object!({ "code": code, "result": result, "version": version, "state": state, "dry_run": dry_run })
}

/// Neither its sender nor the sender of a type of that code may be another's.
fn allowed(gateway: &Gateway, caller: &Caller, letter_type: &LetterType) -> Result<(), Problem> {
    let before = gateway.current_type(&letter_type.code).map(|current| current.letter_type.sender.clone());
    let mut senders = before.iter().chain([&letter_type.sender]);
    if senders.all(|sender| caller.actor.may_for(Right::EditTypes, sender, None)) {
        return Ok(());
    }
    Err(Problem::detail(Code::SenderNotAllowed, "this key may not change letter types of that municipality"))
}

async fn read(gateway: &Gateway, code: &str, request: Request) -> Result<LetterType, Problem> {
    let value = read_json(gateway, request).await?;
    let refused = |pointer: &str, detail: String| {
        Problem::faults(vec![Fault::new(Code::LetterTypeInvalid, pointer, detail)])
    };
    if value.to_string().len() > TYPE_MAX_BYTES {
        return Err(refused("", format!("a letter type has at most {TYPE_MAX_BYTES} bytes")));
    }
    let letter_type: LetterType =
        serde_json::from_value(value).map_err(|error| refused("", error.to_string()))?;
    if letter_type.code != TypeCode::from(code) {
        return Err(refused("/code", "must be the code in the address".to_owned()));
    }
    Ok(letter_type)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewState {
    state: TypeState,
    version: Option<u32>,
}

/// Sets the review state of a version; of the newest when none is named.
pub(super) async fn set_state(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(code): At<String>,
    request: Request,
) -> Result<Response, Problem> {
    let done = async {
        find(&gateway, &caller, &code)?;
        let wanted: NewState = serde_json::from_value(read_json(&gateway, request).await?).map_err(|_| {
            let detail = "{ \"state\": \"draft|reviewed|active|retired\", \"version\": 1 }";
            Problem::detail(Code::FieldInvalid, detail)
        })?;
        gateway.set_type_state(&code.as_str().into(), wanted.version, wanted.state, &caller.actor.name).await
    };
    let set = done.await.map_err(|problem: Problem| problem.in_language(caller.language))?;
    Ok(json(StatusCode::OK, answer(&code, set, false)))
}
