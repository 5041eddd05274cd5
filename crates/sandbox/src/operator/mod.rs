//! The two mailbox operators: `deliverSecure` over mutual TLS.

mod deliver;
mod open;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;

use crate::shared::App;
pub(crate) use open::{Opened, open, reopen};

/// The whole SOAP envelope, in bytes (D11).
pub(crate) const MAX_ENVELOPE: usize = 2_097_152;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/operator/{operator}/Service/v3", post(deliver::handle))
        // The handler measures by itself, to answer with a fault; this is only the outer bound.
        .layer(DefaultBodyLimit::max(2 * MAX_ENVELOPE))
}
