//! FaR, the Swedish address register: who has a mailbox, and whose letters they take.

mod accounts;
mod authority;
mod pending;
mod recipient;
mod wsdl;

use axum::Router;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::shared::App;

/// A request of 1,000 ids with long prefixes stays far below.
const MAX_REQUEST: usize = 512 * 1024;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/far/Recipient/v3", post(recipient::handle).get(recipient_wsdl))
        .route("/far/Authority", post(authority::handle).get(authority_wsdl))
        .layer(DefaultBodyLimit::max(MAX_REQUEST))
}

async fn recipient_wsdl(State(app): State<App>, RawQuery(query): RawQuery) -> Response {
    describe(query.as_deref(), || wsdl::recipient(&app.urls.far))
}

async fn authority_wsdl(State(app): State<App>, RawQuery(query): RawQuery) -> Response {
    describe(query.as_deref(), || wsdl::authority(&app.urls.authority))
}

/// `?wsdl` gives the description, anything else a hint.
fn describe(query: Option<&str>, text: impl FnOnce() -> String) -> Response {
    if query.is_some_and(|query| query.eq_ignore_ascii_case("wsdl")) {
        ([(header::CONTENT_TYPE, "text/xml; charset=UTF-8")], text()).into_response()
    } else {
        (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "POST")], "POST a SOAP 1.1 request, or GET ?wsdl\n")
            .into_response()
    }
}
