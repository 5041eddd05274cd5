//! The two mailbox operators: `deliverSecure`, `notify` and `deliverForward` over mutual TLS.

mod deliver;
mod forward;
mod notify;
mod open;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Router};

use crate::enrol::Sender;
use crate::faults::{Place, Strike};
use crate::net::Peer;
use crate::outcome::{Outcome, Side};
use crate::recipients::{self, Operator, TestRecipient};
use crate::shared::{App, Shared, off_thread};
use crate::soap::{self, Fault, ns};
pub(crate) use open::{Opened, open, reopen};

/// The whole SOAP envelope, in bytes (D11).
pub(crate) const MAX_ENVELOPE: usize = 2_097_152;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/operator/{operator}/Service/v3", post(handle))
        // The handler measures by itself, to answer with a fault; this is only the outer bound.
        .layer(DefaultBodyLimit::max(2 * MAX_ENVELOPE))
}

/// What is not a delivery, with whoever calls.
type Handler = fn(&Shared, Operator, &Sender, &[u8]) -> Result<Vec<u8>, Fault>;

static OTHERS: [(&str, Handler); 2] = [("notify", notify::answer), ("deliverForward", forward::answer)];

async fn handle(
    State(app): State<App>,
    Path(operator): Path<String>,
    Extension(peer): Extension<Peer>,
    Extension(strike): Extension<Strike>,
    body: Bytes,
) -> Response {
    let Some(operator) = Operator::parse(&operator) else { return StatusCode::NOT_FOUND.into_response() };
    let called = soap::body_element(&body).filter(|(namespace, _)| namespace == ns::S3);
    let other = called.and_then(|(_, name)| OTHERS.into_iter().find(|(operation, _)| *operation == name));
    let Some((_, handler)) = other else { return deliver::handle(app, operator, peer, strike, body).await };
    let Some(dispatcher) = app.dispatcher(&peer) else {
        return Fault::new(6005, "the client certificate belongs to no registered dispatcher").v3();
    };
    let shared = Arc::clone(&app);
    match off_thread(move || handler(&shared, operator, &dispatcher, &body)).await {
        Ok(answer) => answer.map_or_else(|fault| fault.v3(), soap::whole),
        Err(response) => response,
    }
}

fn place(operator: Operator) -> Place {
    match operator {
        Operator::Alfa => Place::Alfa,
        Operator::Beta => Place::Beta,
    }
}

/// Here every dispatcher dispatches for itself (FaR: one dispatcher, one sender).
fn may_dispatch(app: &Shared, dispatcher: &Sender, sender: &str) -> Result<(), Fault> {
    if app.senders.swedish(sender).is_none() {
        return Err(Fault::new(5014, "unknown sender"));
    }
    if !app.senders.dispatches(&dispatcher.number, sender) {
        return Err(Fault::new(6005, "the dispatcher is not registered for this sender"));
    }
    Ok(())
}

/// The recipient with that number, if it has a mailbox at this operator that takes mail of the sender.
fn has_mailbox(
    app: &Shared,
    operator: Operator,
    number: &str,
    sender: &str,
) -> Option<&'static TestRecipient> {
    recipients::by_number(number)
        .filter(|recipient| recipient.country == Side::Se && app.operator(recipient) == operator)
        .filter(|recipient| app.outcome_for(recipient, sender) == Outcome::Reachable)
}
