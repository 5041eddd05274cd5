//! Where Digital Post pushes receipts (REST push, `receiptEndpoint`). Its caller has no API key: a TLS proxy before the
//! gateway asks for its certificate (`docs/API.md`).

use super::Lang;
use super::at::At;
use super::kombi::only;
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use catalogue::Code;

/// Largest push, bytes: a receipt has a few hundred.
pub(super) const PUSH_MAX_BYTES: usize = 64 * 1024;

/// Takes a push in for the sender in the path. 204 says that it is on disk; 503 asks for it again.
pub(super) async fn receipt(
    State(gateway): State<Gateway>,
    lang: Lang,
    At(sender): At<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let refused = |code| Problem::new(code).in_language(lang.0);
    let channel = gateway.channels.digital_post.as_ref().ok_or_else(|| refused(Code::RouteNotFound))?;
    if !channel.may_push(only(&headers, channel.push_client_header())) {
        tracing::warn!("a push of receipts without an allowed client certificate was refused");
        return Err(refused(Code::PushClientRefused));
    }
    let body = body.map_err(|_| refused(Code::BodyTooLarge))?;
    let receipt = channel.receive(&sender, &body).ok_or_else(|| refused(Code::RouteNotFound))?;
    match journey::take_in(&gateway, channel.as_ref(), &[receipt]).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => {
            tracing::error!(%error, "a pushed receipt could not be stored");
            Ok(StatusCode::SERVICE_UNAVAILABLE.into_response())
        }
    }
}
