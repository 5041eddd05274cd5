//! Where KOMBIT's Beskedfordeler pushes receipts (PostStatus). Its caller has no API key: a TLS proxy before the
//! gateway asks for its certificate (`docs/API.md`).

use super::Lang;
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::Code;
use channels::post_status_answer;

/// Largest push, bytes. The examples have six thousand.
pub(super) const PUSH_MAX_BYTES: usize = 1024 * 1024;

/// Takes a push in. It is answered with 20 when it is on disk, and with 40, to come again, when it is not.
pub(super) async fn post_status(
    State(gateway): State<Gateway>,
    lang: Lang,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let refused = |code| Problem::new(code).in_language(lang.0);
    let kombi = gateway.channels.kombi.as_ref().ok_or_else(|| refused(Code::RouteNotFound))?;
    if !kombi.may_push(only(&headers, kombi.push_client_header())) {
        tracing::warn!("a push of receipts without an allowed client certificate was refused");
        return Err(refused(Code::PushClientRefused));
    }
    let body = body.map_err(|_| refused(Code::BodyTooLarge))?;
    let problem = match kombi.receive(&body) {
        Ok(receipt) => match journey::take_in(&gateway, kombi.as_ref(), &[receipt]).await {
            Ok(_) => None,
            Err(error) => {
                tracing::error!(%error, "a pushed receipt could not be stored");
                Some("it could not be stored; send it again later".to_owned())
            }
        },
        Err(problem) if problem.wants_redelivery() => {
            tracing::warn!(%problem, "a push is no receipt for this gateway");
            Some(problem.to_string())
        }
        Err(problem) => {
            tracing::info!(%problem, "a push was taken and left");
            None
        }
    };
    let kind = [(header::CONTENT_TYPE, "application/xml; charset=utf-8")];
    Ok((StatusCode::OK, kind, post_status_answer(problem.as_deref())).into_response())
}

/// The value of a header that stands there once: a second one may be the caller's own.
pub(super) fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.to_str().ok()).flatten()
}
