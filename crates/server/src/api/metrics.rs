//! `GET /metrics`: numbers for monitoring, where they are switched on.

use super::Lang;
use crate::gateway::Gateway;
use crate::problem::Problem;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use catalogue::Code;

const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

pub(super) async fn metrics(
    State(gateway): State<Gateway>,
    lang: Lang,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let refused = |code| Problem::new(code).in_language(lang.0);
    let config = gateway.config.metrics.as_ref().ok_or_else(|| refused(Code::RouteNotFound))?;
    if let Some(file) = &config.token_file {
        let given = headers.get(header::AUTHORIZATION).ok_or_else(|| refused(Code::KeyMissing))?;
        let given = given.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default();
        // Read each time, so that a replaced token needs no restart; nobody asks more than a few times a minute.
        let token = tokio::fs::read_to_string(file).await.map_err(|error| {
            tracing::error!(%error, file = %file.display(), "the token of the metrics cannot be read");
            refused(Code::NotReady)
        })?;
        let token = token.trim();
        if token.is_empty() || verify_slices_are_equal(token.as_bytes(), given.as_bytes()).is_err() {
            return Err(refused(Code::KeyWrong));
        }
    }
    let text = gateway.metrics_text().await.map_err(|error| {
        tracing::error!(%error, "metrics cannot be read");
        refused(Code::NotReady)
    })?;
    Ok(([(header::CONTENT_TYPE, TEXT)], text).into_response())
}
