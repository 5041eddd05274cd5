//! `GET /v1/letters/{id}`, its events, and the letter types a caller may use.

use super::at::At;
use super::{Caller, json};
use crate::access::Right;
use crate::found::Found;
use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::view;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json as object;
use store::History;

/// A letter with which the caller may do this, with its content.
pub(super) async fn find(
    gateway: &Gateway,
    caller: &Caller,
    right: Right,
    id: &str,
) -> Result<History, Problem> {
    let found = gateway.find_whole(&caller.actor, right, id).await;
    found.map_err(|code| Problem::new(code).in_language(caller.language))
}

/// What is there of a letter with which the caller may do this.
async fn look(gateway: &Gateway, caller: &Caller, right: Right, id: &str) -> Result<Found, Problem> {
    let found = gateway.find(&caller.actor, right, id).await;
    found.map_err(|code| Problem::new(code).in_language(caller.language))
}

/// One letter with its timeline.
pub(super) async fn letter(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(id): At<String>,
) -> Result<Response, Problem> {
    there(&gateway, &caller, Right::Read, &id).await
}

/// A letter, or what is kept of it.
pub(super) async fn there(
    gateway: &Gateway,
    caller: &Caller,
    right: Right,
    id: &str,
) -> Result<Response, Problem> {
    Ok(match look(gateway, caller, right, id).await? {
        Found::Letter(history) => seen(gateway, caller, &history),
        Found::Forgotten(kept) => json(StatusCode::OK, view::forgotten(&kept, caller.language)),
    })
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
    let found = look(&gateway, &caller, Right::Read, &id).await?;
    let (id, events) = match &found {
        Found::Letter(history) => (history.letter.id, &history.events),
        Found::Forgotten(kept) => (kept.remains.id, &kept.remains.events),
    };
    let events = view::timeline(events, caller.language);
    Ok(json(StatusCode::OK, object!({ "id": id, "events": events })))
}
