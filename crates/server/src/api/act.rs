//! What a person or a system may do with a letter: cancel, retry, resolve.

use super::body::read_json;
use super::look::find;
use super::{Caller, json};
use crate::access::Right;
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Code;
use letter::{Act, Fault, Resolution};
use serde::Deserialize;

/// Stops a letter that has not left.
pub(super) async fn cancel(
    State(gateway): State<Gateway>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    act(&gateway, &caller, &id, Act::Cancel, None).await
}

/// Tries a letter again that lies with a person or waits.
pub(super) async fn retry(
    State(gateway): State<Gateway>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    act(&gateway, &caller, &id, Act::Retry, None).await
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
        let detail = "how: delivered, not_delivered, printed, resend or noted; note: text, optional";
        Problem::faults(vec![Fault::new(Code::FieldInvalid, "/how", detail)]).in_language(caller.language)
    })?;
    let note = super::desk::note(decision.note).map_err(|problem| problem.in_language(caller.language))?;
    act(&gateway, &caller, &id, Act::Resolve(decision.how), note).await
}

async fn act(
    gateway: &Gateway,
    caller: &Caller,
    id: &str,
    act: Act,
    note: Option<String>,
) -> Result<Response, Problem> {
    let history = find(gateway, caller, Right::Act, id).await?;
    let done = gateway.act_for(history, act, &caller.actor.name, note).await;
    done.map_err(|problem| problem.in_language(caller.language))?;
    let history = find(gateway, caller, Right::Act, id).await?;
    Ok(json(StatusCode::OK, gateway.view(&history, caller.language)))
}
