//! The plain pages of the first day: sign in, send a PDF with a text, see what became of it (R127).
//!
//! Server-rendered, without script. [`visit::Visit`] knows who looks and in which language; each page is one
//! file, one template and one table of words ([`words`]). Letters are handed in and acted upon by the same
//! functions as over the API.

mod about;
mod assets;
mod docs;
mod door;
mod fault;
mod guard;
mod held;
mod home;
mod language;
mod letter;
mod letters;
mod rows;
mod send;
mod session;
mod state;
mod time;
mod visit;
mod words;

use crate::gateway::Gateway;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::{get, post};
use axum::{Extension, Router};
use session::Sessions;
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::set_header::SetResponseHeaderLayer;

/// Largest body of a form without files, bytes.
const FORM_MAX_BYTES: usize = 32 * 1024;

/// Nothing from elsewhere, no script, no frame around us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// All pages, and the answer to paths that nothing serves: a page to a browser, a problem to a program.
pub(crate) fn router() -> Router<Gateway> {
    let set = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let small_forms = Router::new()
        .route("/sign-in", post(door::sign_in))
        .route("/sign-out", post(door::sign_out))
        .route("/letters", get(letters::list).post(letters::search))
        .route("/letters/{id}/act", post(letter::act))
        .layer(DefaultBodyLimit::max(FORM_MAX_BYTES));
    Router::new()
        .route("/", get(home::home))
        .route("/about", get(about::about))
        .route("/docs", get(docs::docs))
        .route("/send", get(send::form).post(send::submit))
        .route("/letters/{id}", get(letter::letter))
        .route("/letters/{id}/message", get(letter::message))
        .route("/letters/{id}/documents/{number}", get(letter::document))
        .route("/static/brevdue.css", get(assets::style))
        .route("/static/brevdue.svg", get(assets::mark))
        .merge(small_forms)
        .fallback(fault::missing)
        .layer(Extension(Arc::new(Sessions::default())))
        .layer(
            ServiceBuilder::new()
                .layer(set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
                .layer(set(header::REFERRER_POLICY, "no-referrer"))
                .layer(set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
                .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin")),
        )
}
