//! PostForespørg: true or false, and false also for a number that is none.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::json;

use super::LOOKUP;
use super::tokens::authorise;
use crate::digital_post::takes_nemsms;
use crate::faults::{Place, Strike};
use crate::net::Peer;
use crate::outcome::{Outcome, Side};
use crate::recipients::{self, TestRecipient};
use crate::shared::{App, unavailable};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    cpr_number: Option<String>,
    cvr_number: Option<String>,
}

/// Whether this recipient has an open mailbox now.
pub(super) const fn can_receive(outcome: Outcome) -> bool {
    !matches!(outcome, Outcome::Exempt | Outcome::Closed | Outcome::Unknown)
}

/// `GET digitalpost?cprNumber=` or `?cvrNumber=`.
pub(super) async fn digital_post(
    State(app): State<App>,
    Extension(peer): Extension<Peer>,
    Extension(strike): Extension<Strike>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    answer(&app, (&peer, &headers, &strike), &wanted, |_, outcome| can_receive(outcome)).await
}

/// `GET nemsms?…`: a subscription of its own.
pub(super) async fn nem_sms(
    State(app): State<App>,
    Extension(peer): Extension<Peer>,
    Extension(strike): Extension<Strike>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    answer(&app, (&peer, &headers, &strike), &wanted, takes_nemsms).await
}

async fn answer(
    app: &App,
    (peer, headers, strike): (&Peer, &HeaderMap, &Strike),
    wanted: &Wanted,
    can: impl Fn(&TestRecipient, Outcome) -> bool,
) -> Response {
    if let Err(refusal) = authorise(app, headers, peer, LOOKUP) {
        return *refusal;
    }
    let (number, company) = match (&wanted.cpr_number, &wanted.cvr_number) {
        (Some(cpr), None) => (cpr, false),
        (None, Some(cvr)) => (cvr, true),
        _ => return (StatusCode::BAD_REQUEST, "either cprNumber or cvrNumber is needed\n").into_response(),
    };
    let found = recipients::by_number(number).filter(|r| r.country == Side::Dk && r.company == company);
    if let Some(recipient) = found
        && let Err(response) = app.meet(Place::KombiLookup, recipient.alias, strike).await
    {
        return response;
    }
    let result = match found.map(|recipient| (recipient, app.outcome(recipient))) {
        Some((_, Outcome::ContactsDown)) => return unavailable(),
        Some((recipient, outcome)) => can(recipient, outcome),
        None => false,
    };
    Json(json!({ "result": result })).into_response()
}
