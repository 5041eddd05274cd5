//! The REST API: thin handlers, one file per concern. Documented in `docs/API.md`.

mod act;
mod at;
mod auth;
mod body;
mod describe;
mod desk;
mod digital_post;
mod evidence;
mod health;
mod keeping;
mod kombi;
mod list;
mod look;
mod message;
mod metrics;
mod reachability;
mod submit;
mod types;

use crate::gateway::Gateway;
use crate::problem::Problem;
use auth::Caller;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use catalogue::{Code, Language};
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

/// A request that takes longer is given up: a large upload over a slow line still fits.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(300);

/// All routes.
pub(crate) fn router(gateway: Gateway) -> Router {
    let request_id = HeaderName::from_static("x-request-id");
    let limit = gateway.config.limits.body_bytes;
    Router::new()
        .route("/v1/letters", post(submit::submit).get(list::list))
        .route("/v1/letters/search", post(list::search))
        .route("/v1/letters/actions", post(desk::actions))
        .route("/v1/attention", get(desk::attention))
        .route("/v1/balance", get(keeping::balance))
        .route("/v1/doctor", get(keeping::doctor))
        .route("/v1/sweep", post(keeping::sweep))
        .route("/v1/letters/{id}", get(look::letter))
        .route("/v1/letters/{id}/events", get(look::events))
        .route("/v1/letters/{id}/message", get(message::message))
        .route("/v1/letters/{id}/evidence", get(evidence::evidence))
        .route("/v1/letters/{id}/documents/{number}", get(message::document))
        .route("/v1/letters/{id}/cancel", post(act::cancel))
        .route("/v1/letters/{id}/retry", post(act::retry))
        .route("/v1/letters/{id}/resolve", post(act::resolve))
        .route("/v1/reachability", post(reachability::ask))
        .route("/v1/letter-types", get(types::list))
        .route("/v1/letter-types/{code}", get(types::show).put(types::import))
        .route("/v1/letter-types/{code}/state", put(types::set_state))
        .route(
            "/kombi/poststatus",
            post(kombi::post_status).layer(DefaultBodyLimit::max(kombi::PUSH_MAX_BYTES)),
        )
        .route(
            "/digital_post/receipts/{sender}",
            post(digital_post::receipt).layer(DefaultBodyLimit::max(digital_post::PUSH_MAX_BYTES)),
        )
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::metrics))
        .route("/problems/{code}", get(health::problem_page))
        .route("/openapi.json", get(describe::openapi))
        .merge(crate::dispatcher::routes(&gateway))
        .merge(crate::pages::router())
        .method_not_allowed_fallback(|lang: Lang| async move {
            Problem::new(Code::MethodNotAllowed).in_language(lang.0)
        })
        .with_state(gateway)
        .layer(DefaultBodyLimit::max(limit))
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::new(request_id.clone(), MakeRequestUuid))
                .layer(PropagateRequestIdLayer::new(request_id))
                .layer(SetResponseHeaderLayer::if_not_present(
                    header::X_CONTENT_TYPE_OPTIONS,
                    HeaderValue::from_static("nosniff"),
                ))
                .layer(SetResponseHeaderLayer::if_not_present(
                    header::CACHE_CONTROL,
                    HeaderValue::from_static("no-store"),
                ))
                .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIMEOUT))
                .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
                    tracing::error!("a request handler panicked");
                    Problem::new(Code::InternalError).into_response()
                })),
        )
}

/// The language that the caller asks for in `Accept-Language`; English when none fits.
pub(crate) struct Lang(pub(crate) Language);

impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let header = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Lang(header.map_or(Language::En, Language::preferred)))
    }
}

/// A JSON answer.
fn json<T: serde::Serialize>(status: StatusCode, body: T) -> Response {
    (status, Json(body)).into_response()
}
