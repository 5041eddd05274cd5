//! The message trail: what became of a messageUUID.
//!
//! The interface's own search parameters are many; the sandbox reads `messageUUID` (or `any`), which is what a sender
//! needs after a lost answer. Field names of a row are an assumption: the schema of EventLogSearchResult was not found.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::auth::System;
use super::paging::Page;
use super::problem::Problem;
use crate::shared::App;

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(rename = "messageUUID")]
    message_uuid: Option<String>,
    any: Option<String>,
}

pub(super) async fn query(
    State(app): State<App>,
    system: System,
    Query(wanted): Query<Wanted>,
    Query(page): Query<Page>,
) -> Response {
    let text = wanted.message_uuid.or(wanted.any).unwrap_or_default();
    let Ok(uuid) = Uuid::parse_str(&text) else {
        return Problem::field("messageUUID", "query.invalid", "messageUUID is needed").into_response();
    };
    Json(app.state.read(|index| {
        let owned = index.memo_owner(&uuid).is_some_and(|owner| owner == system.id());
        let trail = index.trails.get(&uuid).filter(|_| owned).map(Vec::as_slice).unwrap_or_default();
        let show = |(tag, at): &_| json!({"eventTag": tag, "timestamp": at, "messageUUID": uuid});
        page.register("eventLogs", trail.iter(), show)
    }))
    .into_response()
}
