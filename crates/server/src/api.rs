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
mod quality;
mod reachability;
mod submit;
mod types;

use crate::access::{Door, Doors, Gate, Right, Side};
use crate::gateway::Gateway;
use crate::problem::Problem;
pub(crate) use auth::Caller;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
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

const SEND: Gate = Gate::Right(&[Right::Send]);
const ASK: Gate = Gate::Right(&[Right::Read, Right::Send]);
const READ: Gate = Gate::Right(&[Right::Read]);
const CONTENT: Gate = Gate::Right(&[Right::Content]);
const EVIDENCE: Gate = Gate::Right(&[Right::Evidence]);
const ACT: Gate = Gate::Right(&[Right::Act]);
const FIGURES: Gate = Gate::Right(&[Right::Figures]);
const FORGET: Gate = Gate::Right(&[Right::Forget]);
const OPERATE: Gate = Gate::Right(&[Right::Operate]);
const SEE_TYPES: Gate = Gate::Right(&[Right::SeeTypes]);
const EDIT_TYPES: Gate = Gate::Right(&[Right::EditTypes]);

/// All routes.
pub(crate) fn router(gateway: Gateway) -> (Router, Vec<Door>) {
    let request_id = HeaderName::from_static("x-request-id");
    let limit = gateway.config.limits.body_bytes;
    let doors = crate::dispatcher::routes(&gateway, Doors::new(&gateway, Side::Api));
    let (own, mut doors) = doors
        .open(Method::POST, "/v1/letters", SEND, post(submit::submit))
        .open(Method::GET, "/v1/letters", READ, get(list::list))
        .open(Method::POST, "/v1/letters/search", READ, post(list::search))
        .open(Method::POST, "/v1/letters/actions", ACT, post(desk::actions))
        .open(Method::GET, "/v1/attention", READ, get(desk::attention))
        .open(Method::GET, "/v1/quality", ASK, get(quality::own))
        .open(Method::GET, "/v1/balance", FIGURES, get(keeping::balance))
        .open(Method::GET, "/v1/doctor", OPERATE, get(keeping::doctor))
        .open(Method::POST, "/v1/sweep", OPERATE, post(keeping::sweep))
        .open(Method::GET, "/v1/letters/{id}", READ, get(look::letter))
        .open(Method::GET, "/v1/letters/{id}/events", READ, get(look::events))
        .open(Method::GET, "/v1/letters/{id}/message", CONTENT, get(message::message))
        .open(Method::GET, "/v1/letters/{id}/evidence", EVIDENCE, get(evidence::evidence))
        .open(Method::GET, "/v1/letters/{id}/documents/{number}", CONTENT, get(message::document))
        .open(Method::POST, "/v1/letters/{id}/cancel", ACT, post(act::cancel))
        .open(Method::POST, "/v1/letters/{id}/retry", ACT, post(act::retry))
        .open(Method::POST, "/v1/letters/{id}/resolve", ACT, post(act::resolve))
        .open(Method::POST, "/v1/letters/{id}/forget", FORGET, post(act::forget))
        .open(Method::POST, "/v1/reachability", ASK, post(reachability::ask))
        .open(Method::GET, "/v1/letter-types", SEE_TYPES, get(types::list))
        .open(Method::GET, "/v1/letter-types/{code}", SEE_TYPES, get(types::show))
        .open(Method::PUT, "/v1/letter-types/{code}", EDIT_TYPES, put(types::import))
        .open(Method::PUT, "/v1/letter-types/{code}/state", EDIT_TYPES, put(types::set_state))
        .open_limited(
            Method::POST,
            "/kombi/poststatus",
            Gate::Open("KOMBIT pushes receipts; the push itself is checked"),
            post(kombi::post_status),
            kombi::PUSH_MAX_BYTES,
        )
        .open_limited(
            Method::POST,
            "/digital_post/receipts/{sender}",
            Gate::Open("Digital Post pushes receipts; the push itself is checked"),
            post(digital_post::receipt),
            digital_post::PUSH_MAX_BYTES,
        )
        .open(Method::GET, "/healthz", Gate::Open("a load balancer has no key"), get(health::healthz))
        .open(Method::GET, "/readyz", Gate::Open("a load balancer has no key"), get(health::readyz))
        .open(
            Method::GET,
            "/problems/{code}",
            Gate::Open("explains an error; holds nothing of anybody"),
            get(health::problem_page),
        )
        .open(
            Method::GET,
            "/metrics",
            Gate::Open(
                "numbers without persons, where they are switched on; a token may be asked for inside",
            ),
            get(metrics::metrics),
        )
        .open(Method::GET, "/openapi.json", Gate::Open("describes the API"), get(describe::openapi))
        .finish();
    let (pages, more) = crate::pages::router(&gateway);
    doors.extend(more);
    let router = own
        .merge(pages)
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
        );
    (router, doors)
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
