//! The contact register: can this person or company receive Digital Post?

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::auth::System;
use super::paging::Page;
use super::problem::Problem;
use super::validate::takes_nemsms;
use crate::faults::Place;
use crate::outcome::{Outcome, Side};
use crate::recipients::{self, TestRecipient};
use crate::shared::{App, unavailable};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    cpr_number: Option<String>,
    cvr_number: Option<String>,
    page: Option<usize>,
    size: Option<usize>,
}

/// `GET contacts/?cprNumber=` or `?cvrNumber=`. An unknown number gives an empty page.
pub(super) async fn query(State(app): State<App>, system: System, Query(wanted): Query<Wanted>) -> Response {
    let (number, digits) = match (&wanted.cpr_number, &wanted.cvr_number) {
        (Some(cpr), None) => (cpr, 10),
        (None, Some(cvr)) => (cvr, 8),
        _ => {
            return Problem::field("cprNumber", "query.invalid", "either cprNumber or cvrNumber is needed")
                .into_response();
        }
    };
    if number.len() != digits || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        let field = if digits == 10 { "cprNumber" } else { "cvrNumber" };
        return Problem::field(field, "number.format.not.allowed", format!("{digits} digits are needed"))
            .into_response();
    }
    let found = recipients::by_number(number).filter(|recipient| recipient.country == Side::Dk);
    if let Some(recipient) = found
        && let Err(response) = app.meet(Place::Contacts, recipient.alias, &system.strike).await
    {
        return response;
    }
    let contacts = match found.map(|recipient| (recipient, app.outcome(recipient))) {
        None | Some((_, Outcome::Unknown)) => Vec::new(),
        Some((_, Outcome::ContactsDown)) => return unavailable(),
        Some((recipient, outcome)) => vec![contact(recipient, outcome)],
    };
    let page: Page =
        serde_json::from_value(json!({"page": wanted.page, "size": wanted.size})).unwrap_or_default();
    Json(page.register("contacts", contacts.into_iter(), |contact| contact)).into_response()
}

/// In the shape of `contact_*.json`.
fn contact(recipient: &TestRecipient, outcome: Outcome) -> Value {
    let (registration, public) = match outcome {
        Outcome::Exempt => ("EXEMPT_OTHER_REASON", "EXEMPT"),
        Outcome::Closed => ("UNCONFIRMED_REGISTRATION", "CLOSED"),
        _ => ("AUTOMATIC_REGISTRATION", "REGISTERED"),
    };
    let id = |part: &str| Uuid::from_bytes(stable_bytes(recipient.alias, part));
    let (cpr, cvr) =
        if recipient.company { (None, Some(recipient.reveal())) } else { (Some(recipient.reveal()), None) };
    let exempt_since = (outcome == Outcome::Exempt).then_some("2023-05-01T00:00:00Z");
    json!({
        "id": id("contact"), "version": 3,
        "type": if recipient.company { "COMPANY" } else { "CITIZEN" },
        "cprNumber": cpr, "cvrNumber": cvr,
        "eligibleForVoluntaryRegistration": false,
        "nemSmsSubscription": takes_nemsms(recipient, outcome).then(|| json!({
            "id": id("nemsms"), "version": 1, "mobileNumber": "12345678",
            "verificationTime": "2025-01-02T10:00:00Z", "confirmedDateTime": "2025-01-02T10:00:00Z",
        })),
        "mailboxSubscription": {
            "id": id("mailbox"), "version": 1,
            "registrationStatus": registration, "publicRegistrationStatus": public,
            "exemptThroughPowerOfAttorney": false, "exemptionStart": exempt_since, "exemptionEnd": null,
        },
        "createdDate": "2022-03-21T00:00:00Z", "lastUpdated": "2025-01-02T10:00:00Z",
    })
}

/// The same ids at every start, in the form of UUID version 4.
pub(super) fn stable_bytes(of: &str, part: &str) -> [u8; 16] {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, format!("{part}/{of}").as_bytes());
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    bytes
}
