//! What a person or a system may do with a letter: cancel, retry, resolve.

use super::body::read_json;
use super::look::find;
use super::{Caller, json};
use crate::gateway::Gateway;
use crate::keys::Scope;
use crate::problem::Problem;
use crate::view;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Code;
use letter::{Event, Fault, Resolution};
use serde::Deserialize;

/// Stops a letter that has not left.
pub(super) async fn cancel(
    State(gateway): State<Gateway>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let by = caller.key.name.clone();
    act(&gateway, &caller, &id, Event::Cancelled { by }).await
}

/// Tries a letter again that lies with a person or waits.
pub(super) async fn retry(
    State(gateway): State<Gateway>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let by = caller.key.name.clone();
    act(&gateway, &caller, &id, Event::Retried { by }).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    how: Resolution,
    #[serde(default)]
    note: Option<String>,
}

/// Records what a person found out about a letter in doubt or at the desk.
pub(super) async fn resolve(
    State(gateway): State<Gateway>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let body = read_json(&gateway, request).await.map_err(|problem| problem.in_language(caller.language))?;
    let decision: Decision = serde_json::from_value(body).map_err(|_| {
        let detail = "how: delivered, not_delivered, printed or resend; note: text, optional";
        Problem::faults(vec![Fault::new(Code::FieldInvalid, "/how", detail)]).in_language(caller.language)
    })?;
    let note =
        decision.note.map(|note| note.chars().filter(|c| !c.is_control()).take(500).collect::<String>());
    if note.as_deref().is_some_and(party::find_personal_numbers) {
        let fault = Fault::new(Code::PersonalNumberInText, "/note", "leave the number out of the note");
        return Err(Problem::faults(vec![fault]).in_language(caller.language));
    }
    let event = Event::Resolved { by: caller.key.name.clone(), how: decision.how, note };
    act(&gateway, &caller, &id, event).await
}

async fn act(gateway: &Gateway, caller: &Caller, id: &str, event: Event) -> Result<Response, Problem> {
    caller.must(Scope::LettersWrite)?;
    let history = find(gateway, caller, id).await?;
    gateway.act(&history, event).await.map_err(|problem| problem.in_language(caller.language))?;
    let history = find(gateway, caller, id).await?;
    Ok(json(StatusCode::OK, view::letter(&history, caller.language)))
}
