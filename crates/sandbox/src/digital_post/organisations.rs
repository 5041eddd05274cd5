//! Authorities and their contact points.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::auth::System;
use super::contacts::stable_bytes;
use super::paging::Page;
use super::problem::Problem;
use crate::enrol::Sender;
use crate::outcome::Side;
use crate::shared::App;

/// Contact points that every authority of the sandbox has: name, KLE number, its text, attribute to ask for.
const CONTACT_POINTS: &[(&str, &str, &str, &str)] = &[
    ("Borgerservice", "32.03.12", "Boligstøtte", "Sagsnummer"),
    ("Dagtilbud", "28.00.00", "Dagtilbud i almindelighed", "Barnets navn"),
    ("Teknik og miljø", "09.00.00", "Miljøbeskyttelse i almindelighed", "Adresse"),
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    cvr_number: Option<String>,
}

/// `GET organisations/?cvrNumber=`.
pub(super) async fn query(
    State(app): State<App>,
    _: System,
    Query(wanted): Query<Wanted>,
    Query(page): Query<Page>,
) -> Json<Value> {
    let wanted = |sender: &Sender| wanted.cvr_number.as_ref().is_none_or(|cvr| *cvr == sender.number);
    let all: Vec<_> = danish(&app).filter(|(_, sender)| wanted(sender)).collect();
    Json(page.register("organisations", all.iter(), |(id, sender)| organisation(*id, sender)))
}

/// `GET organisations/{id}`.
pub(super) async fn fetch(State(app): State<App>, _: System, Path(id): Path<String>) -> Response {
    let found = find(&app, &id).map(|(id, sender)| Json(organisation(id, &sender)).into_response());
    found.unwrap_or_else(not_found)
}

/// `GET organisations/{id}/contact-points/`.
pub(super) async fn contact_points(
    State(app): State<App>,
    _: System,
    Path(id): Path<String>,
    Query(page): Query<Page>,
) -> Response {
    let Some((id, sender)) = find(&app, &id) else { return not_found() };
    let show = |(name, kle, kle_name, attribute): &(&str, &str, &str, &str)| {
        json!({
            "id": Uuid::from_bytes(stable_bytes(&sender.number, name)),
            "name": name, "description": "", "targets": ["CITIZEN", "AUTHORITY", "COMPANY"],
                "memoSizeThresholdMB": 10.0, "allowedNumberOfAttachments": 10, "active": true, "visible": true,
                "organisationId": id,
                "contactPointCodes": [{"type": "KLE", "code": kle, "name": kle_name, "codeVersion": "2024"}],
                "contactGroups": [], "recommendedAttributes": [{"name": attribute}], "searchTerms": [], "translations": [],
        })
    };
    Json(page.register("contactPoints", CONTACT_POINTS.iter(), show)).into_response()
}

fn danish(app: &App) -> impl Iterator<Item = (Uuid, std::sync::Arc<Sender>)> {
    app.senders
        .all()
        .into_iter()
        .filter(|sender| sender.country == Side::Dk)
        .map(|sender| (Uuid::from_bytes(stable_bytes(&sender.number, "organisation")), sender))
}

fn find(app: &App, id: &str) -> Option<(Uuid, std::sync::Arc<Sender>)> {
    let wanted = Uuid::parse_str(id).ok()?;
    danish(app).find(|(id, _)| *id == wanted)
}

fn organisation(id: Uuid, sender: &Sender) -> Value {
    json!({
        "id": id, "version": 1, "cvrNumber": sender.number, "name": sender.name, "type": "AUTHORITY",
        "authorityType": "MUNICIPALITY", "mandatoryPostAllowed": true, "legalNotificationAllowed": true,
    })
}

fn not_found() -> Response {
    Problem::new(StatusCode::NOT_FOUND, "organisation.not.found", "no such organisation").into_response()
}
