//! Receipts by pull: list, fetch, delete, bulk.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::auth::System;
use super::paging::Page;
use super::problem::Problem;
use crate::shared::{App, not_stored};
use crate::state::{Entry, Receipt};

/// `GET receipts/`: the ids that wait for this system, oldest first.
pub(super) async fn list(State(app): State<App>, system: System, Query(page): Query<Page>) -> Json<Value> {
    Json(app.state.read(|index| page.content(index.receipts_of(system.id()), |(id, _)| json!(id))))
}

/// `GET receipts-bulk/`: the same with their content and `id`.
pub(super) async fn bulk(State(app): State<App>, system: System, Query(page): Query<Page>) -> Json<Value> {
    let show = |(id, receipt): (&Uuid, &Receipt)| {
        let mut value = json!(receipt);
        if let Some(object) = value.as_object_mut() {
            object.insert("id".into(), json!(id));
        }
        value
    };
    Json(app.state.read(|index| page.register("receipts", index.receipts_of(system.id()), show)))
}

#[derive(Deserialize)]
pub(super) struct Delete {
    #[serde(default)]
    delete: bool,
}

/// `GET receipts/{id}`, with `?delete=true` the last time.
pub(super) async fn fetch(
    State(app): State<App>,
    system: System,
    Path(id): Path<String>,
    Query(query): Query<Delete>,
) -> Response {
    let Some(id) = parse(&id) else { return not_found() };
    let Some(receipt) = app.state.read(|index| index.receipt(system.id(), &id).cloned()) else {
        return not_found();
    };
    if query.delete
        && let Err(error) = app.state.record(Entry::ReceiptDeleted { id })
    {
        return not_stored(&error);
    }
    Json(receipt).into_response()
}

/// `DELETE receipts/{id}`.
pub(super) async fn delete(State(app): State<App>, system: System, Path(id): Path<String>) -> Response {
    let Some(id) = parse(&id) else { return not_found() };
    if app.state.read(|index| index.receipt(system.id(), &id).is_none()) {
        return not_found();
    }
    match app.state.record(Entry::ReceiptDeleted { id }) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => not_stored(&error),
    }
}

fn parse(id: &str) -> Option<Uuid> {
    Uuid::parse_str(id.trim_end_matches('/')).ok()
}

fn not_found() -> Response {
    Problem::new(StatusCode::NOT_FOUND, "receipt.not.found", "no such receipt waits for this system")
        .into_response()
}
