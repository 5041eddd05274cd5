//! Danish Digital Post: the part of the REST interface that a sender system uses (`transport.md` §1).

mod auth;
mod contacts;
mod events;
pub(crate) mod head;
mod memos;
mod organisations;
mod paging;
mod problem;
mod receipts;
mod validate;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::shared::App;
pub(crate) use validate::{resume, rule, takes_nemsms};

/// The whole MeMo, in bytes: 99.5 MB (L1). Read as binary megabytes, the larger of the two readings.
pub(crate) const MAX_MEMO: u64 = 99 * 1024 * 1024 + 512 * 1024;

/// The answer to a call in which something failed that may work the next time.
pub(crate) fn passing_fault() -> Response {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    problem::Problem::new(status, "internal.error", "fault of the sandbox").into_response()
}

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/apis/v1/memos/", post(memos::send))
        .route("/apis/v1/receipts/", get(receipts::list))
        .route("/apis/v1/receipts/{id}", get(receipts::fetch).delete(receipts::delete))
        .route("/apis/v1/receipts-bulk/", get(receipts::bulk))
        .route("/apis/v1/contacts/", get(contacts::query))
        .route("/apis/v1/organisations/", get(organisations::query))
        .route("/apis/v1/organisations/{id}", get(organisations::fetch))
        .route("/apis/v1/organisations/{id}/contact-points/", get(organisations::contact_points))
        .route("/apis/v1/events/", get(events::query))
        // Each handler sets its own limit; the memo one streams.
        .layer(DefaultBodyLimit::disable())
}
