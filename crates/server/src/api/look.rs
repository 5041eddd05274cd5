//! `GET /v1/letters/{id}`, its events, and the letter types a caller may use.

use super::at::At;
use super::{Caller, json};
use crate::access::Right;
use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::view;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use catalogue::Code;
use letter::LetterId;
use serde_json::json as object;
use store::History;

/// A letter with which the caller may do this. A letter of another municipality is not found, like one that is none.
pub(super) async fn find(
    gateway: &Gateway,
    caller: &Caller,
    right: Right,
    id: &str,
) -> Result<History, Problem> {
    let not_found = || Problem::new(Code::LetterNotFound).in_language(caller.language);
    let id: LetterId = id.parse().map_err(|_| not_found())?;
    let found = gateway.store.load(id).await.map_err(|error| {
        tracing::error!(%error, letter = %id, "a letter cannot be read");
        Problem::new(Code::NotReady).in_language(caller.language)
    })?;
    found
        .filter(|history| caller.actor.may_for(right, &history.letter.sender, history.letter.unit.as_deref()))
        .ok_or_else(not_found)
}

/// One letter with its timeline.
pub(super) async fn letter(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Response, Problem> {
    let history = find(&gateway, &caller, Right::Read, &id).await?;
    Ok(seen(&gateway, &caller, &history))
}

/// A letter with the tag by which an act says which letter it is about.
pub(super) fn seen(gateway: &Gateway, caller: &Caller, history: &History) -> Response {
    let mut response = json(StatusCode::OK, gateway.view(history, caller.language));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", history.seq())) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Its events alone.
pub(super) async fn events(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Response, Problem> {
    let history = find(&gateway, &caller, Right::Read, &id).await?;
    let events = view::timeline(&history.events, caller.language);
    Ok(json(StatusCode::OK, object!({ "id": history.letter.id, "events": events })))
}
