//! `GET /v1/letters` and `POST /v1/letters/search`: cursor-paged lists.

use super::body::read_json;
use super::{Caller, json};
use crate::access::Right;
use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::reach::Reason;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::{Code, Language};
use jiff::Timestamp;
use letter::{ChannelKind, Fault, StateName};
use party::{Country, PartyId};
use serde::Deserialize;
use serde_json::{Value, json as object};
use store::{Filter, ListError, Page, Row};

/// What can be asked for. `recipient` only in a search body: a number never stands in a URL.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wanted {
    state: Option<String>,
    r#type: Option<String>,
    reference: Option<String>,
    unit: Option<String>,
    text: Option<String>,
    from: Option<String>,
    to: Option<String>,
    attention: Option<bool>,
    channel: Option<String>,
    limit: Option<usize>,
    cursor: Option<String>,
    #[serde(skip)]
    recipients: Vec<PartyId>,
}

/// Letters that fit, newest first.
pub(super) async fn list(
    State(gateway): State<Gateway>,
    caller: Caller,
    query: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(wanted) = query.map_err(|_| {
        let detail =
            "known parameters: state, type, reference, unit, text, from, to, attention, channel, limit, cursor";
        Problem::detail(Code::FieldUnknown, detail).in_language(caller.language)
    })?;
    answer(&gateway, &caller, wanted).await
}

/// As [`list`], with the question in the body, where a recipient's number may stand.
pub(super) async fn search(
    State(gateway): State<Gateway>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let mut body =
        read_json(&gateway, request).await.map_err(|problem| problem.in_language(caller.language))?;
    let recipient = body.as_object_mut().and_then(|object| object.remove("recipient"));
    let mut wanted: Wanted = serde_json::from_value(body).map_err(|_| {
        let detail =
            "known fields: recipient, state, type, reference, unit, text, from, to, attention, channel, limit, cursor";
        Problem::detail(Code::FieldUnknown, detail).in_language(caller.language)
    })?;
    if let Some(recipient) = recipient {
        wanted.recipients = numbers(recipient.as_str().unwrap_or_default());
        if wanted.recipients.is_empty() {
            let fault = Fault::new(Code::RecipientMalformed, "/recipient", "not a number of any known form");
            return Err(Problem::faults(vec![fault]).in_language(caller.language));
        }
    }
    answer(&gateway, &caller, wanted).await
}

/// Every reading of a number: which country it belongs to is not asked in a search.
fn numbers(text: &str) -> Vec<PartyId> {
    [Country::Dk, Country::Se].into_iter().filter_map(|country| PartyId::parse(country, text).ok()).collect()
}

/// One field at fault.
pub(super) fn fault(language: Language, code: Code, field: &str, detail: &str) -> Problem {
    Problem::faults(vec![Fault::new(code, format!("/{field}"), detail)]).in_language(language)
}

async fn answer(gateway: &Gateway, caller: &Caller, wanted: Wanted) -> Result<Response, Problem> {
    let language = caller.language;
    let fault = |code, field: &str, detail: &str| fault(language, code, field, detail);
    if wanted.state.as_deref().is_some_and(|name| StateName::parse(name).is_none()) {
        let names = StateName::ALL.map(StateName::as_str).join(", ");
        return Err(fault(Code::FieldInvalid, "state", &names));
    }
    if wanted.channel.as_deref().is_some_and(|name| ChannelKind::parse(name).is_none()) {
        let names: Vec<&str> = ChannelKind::ALL.iter().map(|kind| kind.as_str()).collect();
        return Err(fault(Code::FieldInvalid, "channel", &names.join(", ")));
    }
    let time = |field: &str, text: &Option<String>| match text.as_deref().map(str::parse::<Timestamp>) {
        None => Ok(None),
        Some(Ok(at)) => Ok(Some(at)),
        Some(Err(_)) => Err(fault(Code::FieldInvalid, field, "a time such as 2026-01-15T08:00:00Z")),
    };
    let mut filter = Filter {
        state: wanted.state.clone(),
        letter_type: wanted.r#type.as_deref().map(Into::into),
        within: caller.actor.within(Right::Read),
        unit: wanted.unit.clone(),
        reference: wanted.reference.clone(),
        from: time("from", &wanted.from)?,
        to: time("to", &wanted.to)?,
        attention: wanted.attention,
        channel: wanted.channel.as_deref().and_then(ChannelKind::parse),
        text: wanted.text.clone(),
        ..Filter::default()
    };
    let page = Page { limit: wanted.limit.unwrap_or(50).clamp(1, store::MOST_ROWS), cursor: wanted.cursor };
    let noted = gateway.note_search(&caller.actor.name, &wanted.recipients).await;
    noted.map_err(|error| {
        tracing::error!(%error, "a search cannot be recorded");
        Problem::new(Code::NotReady).in_language(language)
    })?;
    // A number may be read as one of several countries'; the reading that finds letters is the right one.
    for number in &wanted.recipients {
        filter.recipient_hash = Some(number.keyed_hash(&gateway.search_key));
        let one = Page { limit: 1, cursor: None };
        if gateway.store.list(&filter, &one).await.is_ok_and(|listed| !listed.rows.is_empty()) {
            break;
        }
    }
    let listed = gateway.store.list(&filter, &page).await.map_err(|error| match error {
        ListError::BadCursor => fault(Code::FieldInvalid, "cursor", "use the `next` of an earlier answer"),
        error => {
            tracing::error!(%error, "letters cannot be listed");
            Problem::new(Code::NotReady).in_language(language)
        }
    })?;
    let letters: Vec<Value> = listed.rows.iter().map(|row| line(row, language)).collect();
    Ok(json(StatusCode::OK, object!({ "letters": letters, "next": listed.next })))
}

fn line(row: &Row, language: Language) -> Value {
    object!({
        "id": row.id, "state": row.state, "channel": row.channel,
        "reason": row.reason.map(|code| Reason::of(code, language)),
        "attention": row.attention, "type": row.letter_type, "sender": row.sender, "unit": row.unit,
        "subject": row.subject, "reference": row.reference, "accepted_at": row.accepted_at,
        "updated_at": row.updated_at, "due_at": row.due_at,
    })
}
