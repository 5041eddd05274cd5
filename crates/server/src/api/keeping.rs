//! Keeping house: `GET /v1/balance`, `GET /v1/doctor`, `POST /v1/sweep`.

use super::list::fault;
use super::{Caller, json};
use crate::access::Right;
use crate::balance::{By, Question, READ_WHILE_WAITING};
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Code;
use jiff::Timestamp;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wanted {
    from: Option<String>,
    to: Option<String>,
    by: Option<String>,
    full: bool,
}

/// The balance sheet of the caller's letters.
pub(super) async fn balance(
    State(gateway): State<Gateway>,
    caller: Caller,
    query: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let language = caller.language;
    let Query(wanted) = query.map_err(|_| {
        Problem::detail(Code::FieldUnknown, "known parameters: from, to, by, full").in_language(language)
    })?;
    let time = |field: &str, text: &Option<String>| match text.as_deref().map(str::parse::<Timestamp>) {
        None => Ok(None),
        Some(Ok(at)) => Ok(Some(at)),
        Some(Err(_)) => {
            Err(fault(language, Code::FieldInvalid, field, "a time such as 2026-01-15T08:00:00Z"))
        }
    };
    let by = match wanted.by.as_deref() {
        None => None,
        Some(name) => Some(By::parse(name).ok_or_else(|| {
            let names = By::ALL.map(|(_, name)| name).join(", ");
            fault(language, Code::FieldInvalid, "by", &names)
        })?),
    };
    let question = Question {
        from: time("from", &wanted.from)?,
        to: time("to", &wanted.to)?,
        by,
        senders: caller.actor.whole_senders(Right::Figures),
        full: wanted.full,
    };
    let sheet = gateway.balance(&question, READ_WHILE_WAITING).await.map_err(|error| {
        tracing::error!(%error, "the balance sheet cannot be made");
        Problem::new(Code::NotReady).in_language(language)
    })?;
    Ok(json(StatusCode::OK, sheet))
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Depth {
    full: bool,
}

/// The state of the whole installation.
pub(super) async fn doctor(State(gateway): State<Gateway>) -> Result<Response, Problem> {
    Ok(json(StatusCode::OK, gateway.doctor().await))
}

/// Looks at every letter that is not at its end, or at all of them, now.
pub(super) async fn sweep(
    State(gateway): State<Gateway>,
    caller: Caller,
    query: Result<Query<Depth>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(wanted) = query.map_err(|_| {
        Problem::detail(Code::FieldUnknown, "known parameters: full").in_language(caller.language)
    })?;
    let swept = gateway.sweep(wanted.full).await.map_err(|error| {
        tracing::error!(%error, "letters cannot be swept");
        Problem::new(Code::NotReady).in_language(caller.language)
    })?;
    Ok(json(StatusCode::OK, swept))
}
