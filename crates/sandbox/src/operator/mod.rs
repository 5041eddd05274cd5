//! The two mailbox operators: `deliverSecure` over mutual TLS.

mod deliver;
mod open;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::recipients::Operator;
use crate::shared::App;
pub(crate) use open::{Opened, open, reopen};

/// The whole SOAP envelope, in bytes (D11).
pub(crate) const MAX_ENVELOPE: usize = 2_097_152;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/operator/{operator}/Service/v3", post(deliver::handle).get(describe))
        // The handler measures by itself, to answer with a fault; this is only the outer bound.
        .layer(DefaultBodyLimit::max(2 * MAX_ENVELOPE))
}

async fn describe(
    State(app): State<App>,
    Path(operator): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(operator) = Operator::parse(&operator) else { return StatusCode::NOT_FOUND.into_response() };
    crate::far::describe(query.as_deref(), || {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- The sandbox follows the official Service WSDL, version 3.0: take that one and this address. -->\n\
             <wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\" name=\"Service\" \
             targetNamespace=\"http://minameddelanden.gov.se/Service\"><wsdl:service name=\"Service\"><wsdl:documentation>{}</wsdl:documentation></wsdl:service></wsdl:definitions>\n",
            crate::soap::escape(app.urls.operator(operator))
        )
    })
}
