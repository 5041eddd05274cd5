//! Errors of the interface: `{code, message, fieldErrors[]}`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An error answer. Codes other than those in `ngdp-error-codes.csv` are our own wording: the full list was not found.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    body: Body,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    code: &'static str,
    message: String,
    field_errors: Vec<FieldError>,
}

#[derive(Debug, Serialize)]
struct FieldError {
    field: &'static str,
    code: &'static str,
    message: String,
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, body: Body { code, message: message.into(), field_errors: Vec::new() } }
    }

    /// A 400 that concerns one field or parameter.
    pub(super) fn field(field: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        let mut problem = Self::new(StatusCode::BAD_REQUEST, code, message.clone());
        problem.body.field_errors.push(FieldError { field, code, message });
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        tracing::info!(status = self.status.as_u16(), code = self.body.code, "Digital Post refuses");
        (self.status, Json(self.body)).into_response()
    }
}
