//! The sandbox's own interface on the HTTP port: outcomes by alias, and counts. No number ever appears here.

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::FaultPlan;
use crate::outcome::{Outcome, Side};
use crate::recipients::{self, Operator, TestRecipient};
use crate::shared::{App, Shared, not_stored};
use crate::state::{Deliveries, Entry};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/sandbox/recipients", get(list))
        .route("/sandbox/recipients/{alias}", put(change).get(show).delete(reset))
        .route("/sandbox/deliveries", get(deliveries))
        .route("/sandbox/faults", get(faults).put(set_faults).delete(no_faults))
}

/// Body of `PUT /sandbox/recipients/{alias}`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    outcome: Option<Outcome>,
    operator: Option<Operator>,
}

async fn list(State(app): State<App>) -> Json<Value> {
    Json(recipients::recipients().iter().map(|recipient| row(&app, recipient)).collect())
}

async fn show(State(app): State<App>, Path(alias): Path<String>) -> Response {
    recipients::by_alias(&alias).map_or_else(no_such, |recipient| Json(row(&app, recipient)).into_response())
}

async fn change(State(app): State<App>, Path(alias): Path<String>, body: Bytes) -> Response {
    let Some(recipient) = recipients::by_alias(&alias) else { return no_such() };
    let change: Change = match serde_json::from_slice(&body) {
        Ok(change) => change,
        Err(error) => {
            return problem(
                StatusCode::BAD_REQUEST,
                &format!("the body is not {{\"outcome\":…,\"operator\":…}}: {error}"),
            );
        }
    };
    match set(&app, recipient, change.outcome, change.operator) {
        Ok(true) => Json(row(&app, recipient)).into_response(),
        Ok(false) => problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "the outcome belongs to the other country, or nothing was said",
        ),
        Err(error) => not_stored(&error),
    }
}

async fn reset(State(app): State<App>, Path(alias): Path<String>) -> Response {
    let Some(recipient) = recipients::by_alias(&alias) else { return no_such() };
    let entry = Entry::Outcome { alias, outcome: None, operator: None };
    match app.state.record(entry) {
        Ok(()) => Json(row(&app, recipient)).into_response(),
        Err(error) => not_stored(&error),
    }
}

/// Body of `PUT /sandbox/faults`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    spec: String,
}

async fn faults(State(app): State<App>) -> Json<Value> {
    Json(json!({ "rules": app.dice.tallies() }))
}

/// Takes the place of all faults, until the next start; outcomes in the text are set as well and stay.
async fn set_faults(State(app): State<App>, body: Bytes) -> Response {
    let spec: Spec = match serde_json::from_slice(&body) {
        Ok(spec) => spec,
        Err(error) => {
            return problem(StatusCode::BAD_REQUEST, &format!("the body is not {{\"spec\":…}}: {error}"));
        }
    };
    let plan = match FaultPlan::parse(&spec.spec) {
        Ok(plan) => plan,
        Err(error) => return problem(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()),
    };
    for (alias, outcome) in &plan.outcomes {
        let entry = Entry::Outcome { alias: (*alias).to_owned(), outcome: Some(*outcome), operator: None };
        if let Err(error) = app.state.record(entry) {
            return not_stored(&error);
        }
    }
    app.dice.replace(&plan);
    faults(State(app)).await.into_response()
}

async fn no_faults(State(app): State<App>) -> Json<Value> {
    app.dice.replace(&FaultPlan::default());
    faults(State(app)).await
}

async fn deliveries(State(app): State<App>) -> Json<Deliveries> {
    Json(app.state.deliveries())
}

/// Makes a recipient play something else. `false`: refused.
pub(crate) fn set(
    app: &Shared,
    recipient: &TestRecipient,
    outcome: Option<Outcome>,
    operator: Option<Operator>,
) -> std::io::Result<bool> {
    let foreign = outcome.is_some_and(|outcome| outcome.info().country != recipient.country);
    let danish_operator = operator.is_some() && recipient.country == Side::Dk;
    if foreign || danish_operator || (outcome.is_none() && operator.is_none()) {
        return Ok(false);
    }
    app.state.record(Entry::Outcome { alias: recipient.alias.to_owned(), outcome, operator })?;
    Ok(true)
}

fn row(app: &Shared, recipient: &TestRecipient) -> Value {
    let swedish = recipient.country == Side::Se;
    let outcome = app.outcome(recipient);
    json!({
        "alias": recipient.alias,
        "country": recipient.country,
        "company": recipient.company,
        "name": recipient.name,
        "outcome": outcome,
        "outcome_in_table": recipient.outcome,
        "plays": outcome.info().plays,
        "expect": outcome.info().expect,
        "operator": swedish.then(|| app.operator(recipient)),
        "letters": app.state.read(|index| index.mailboxes.get(recipient.alias).map_or(0, Vec::len)),
        "mailbox": format!("{}mailbox/{}", app.urls.web, recipient.alias),
    })
}

fn no_such() -> Response {
    problem(StatusCode::NOT_FOUND, "no test recipient has this alias; GET /sandbox/recipients lists them")
}

fn problem(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("error");
    let body = json!({"type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail});
    (status, [(axum::http::header::CONTENT_TYPE, "application/problem+json")], body.to_string())
        .into_response()
}
