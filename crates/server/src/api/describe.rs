//! `GET /openapi.json`: the API described for programs.

use super::json;
use crate::openapi::document;
use axum::http::StatusCode;
use axum::response::Response;

pub(super) async fn openapi() -> Response {
    json(StatusCode::OK, document())
}
