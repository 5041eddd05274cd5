//! Health, readiness, and what a problem means.

use super::at::At;
use super::{Lang, json};
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use catalogue::Code;
use serde_json::json as object;
use std::time::Duration;

/// A store that answers later than this is of no use to a caller; load balancers ask every few seconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// The process answers.
pub(super) async fn healthz() -> Response {
    json(StatusCode::OK, object!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}

/// The store answers: letters can be accepted. What a channel lacks at the moment stands beside it: accepted letters wait
/// for it, so that it is no reason to refuse others.
pub(super) async fn readyz(State(gateway): State<Gateway>, lang: Lang) -> Response {
    let answer = tokio::time::timeout(PATIENCE, gateway.store.ping()).await;
    match answer
        .map_err(|_elapsed| "the store does not answer".to_owned())
        .and_then(|answer| answer.map_err(|error| error.to_string()))
    {
        Ok(()) => {
            let conditions = gateway.conditions();
            let environment = gateway.config.environment;
            json(
                StatusCode::OK,
                object!({ "status": "ready", "environment": environment, "conditions": conditions }),
            )
        }
        Err(error) => {
            tracing::error!(%error, "not ready");
            Problem::new(Code::NotReady).in_language(lang.0).into_response()
        }
    }
}

/// What the `type` of a problem points to: the catalogue's entry in three languages.
pub(super) async fn problem_page(At(code): At<String>, lang: Lang) -> Response {
    match Code::parse(&code) {
        Some(code) => {
            let entry = code.entry();
            let texts = |text: &catalogue::Text| object!({ "da": text.da, "sv": text.sv, "en": text.en });
            let body = object!({
                "code": code, "source": entry.source, "owner": entry.owner, "retryable": entry.retryable,
                "what": texts(&entry.what), "fix": texts(&entry.fix),
            });
            json(StatusCode::OK, body)
        }
        None => Problem::new(Code::RouteNotFound).in_language(lang.0).into_response(),
    }
}
