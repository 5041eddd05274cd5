//! `GET /v1/attention` and `POST /v1/letters/actions`: the error desk, for one letter or many.

use super::body::read_json;
use super::list::fault;
use super::look::find;
use super::{Caller, json};
use crate::access::Right;
use crate::desk::{self, Seen};
use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::reach::Reason;
use axum::extract::{Query, Request, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Code;
use jiff::Timestamp;
use letter::{Act, Fault, State};
use serde::Deserialize;
use serde_json::{Value, json as object};
use std::collections::HashMap;
use store::{Filter, ListError, Page};

/// Letters in one call.
const LETTERS_MAX: usize = 1_000;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wanted {
    group: Option<String>,
    code: Option<String>,
    r#type: Option<String>,
    unit: Option<String>,
    limit: Option<usize>,
    cursor: Option<String>,
}

/// What waits for a person: letters with their particulars, or numbers by reason.
pub(super) async fn attention(
    Shared(gateway): Shared<Gateway>,
    caller: Caller,
    query: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(wanted) = query.map_err(|_| {
        let detail = "known parameters: group, code, type, unit, limit, cursor";
        Problem::detail(Code::FieldUnknown, detail).in_language(caller.language)
    })?;
    match wanted.group.as_deref() {
        None => letters(&gateway, &caller, wanted).await,
        Some("code") => groups(&gateway, &caller).await,
        Some(_) => Err(fault(caller.language, Code::FieldInvalid, "group", "code")),
    }
}

async fn groups(gateway: &Gateway, caller: &Caller) -> Result<Response, Problem> {
    let within = caller.actor.within(Right::Read);
    let found =
        gateway.store.attention_groups(within.as_deref()).await.map_err(|error| not_ready(caller, &error))?;
    let total: u64 = found.iter().map(|group| group.letters).sum();
    let groups: Vec<Value> = found
        .iter()
        .map(|group| {
            object!({
                "reason": group.reason.map(|code| Reason::of(code, caller.language)),
                "owner": group.reason.map(|code| desk::owner(code).as_str()),
                "letters": group.letters, "oldest_accepted_at": group.oldest_accepted_at,
            })
        })
        .collect();
    Ok(json(StatusCode::OK, object!({ "letters": total, "groups": groups })))
}

async fn letters(gateway: &Gateway, caller: &Caller, wanted: Wanted) -> Result<Response, Problem> {
    let language = caller.language;
    let reason = match wanted.code.as_deref().map(Code::parse) {
        None => None,
        Some(Some(code)) => Some(code),
        Some(None) => return Err(fault(language, Code::FieldInvalid, "code", "a code of docs/CODES.md")),
    };
    let filter = Filter {
        attention: Some(true),
        reason,
        letter_type: wanted.r#type.as_deref().map(Into::into),
        unit: wanted.unit,
        within: caller.actor.within(Right::Read),
        ..Filter::default()
    };
    let page = Page { limit: wanted.limit.unwrap_or(50).clamp(1, store::MOST_ROWS), cursor: wanted.cursor };
    let listed = gateway.store.list(&filter, &page).await.map_err(|error| match error {
        ListError::BadCursor => {
            fault(language, Code::FieldInvalid, "cursor", "use the `next` of an earlier answer")
        }
        error => not_ready(caller, &error),
    })?;
    let ids: Vec<_> = listed.rows.iter().map(|row| row.id).collect();
    let histories = gateway.store.load_many(&ids).await.map_err(|error| not_ready(caller, &error))?;
    let now = Timestamp::now();
    let letters: Vec<Value> = histories
        .iter()
        .map(|history| {
            let (letter, state) = (&history.letter, State::fold(&history.events));
            object!({
                "id": letter.id, "seq": state.seq, "state": state.name, "channel": state.channel(), "type": letter.letter_type,
                "sender": letter.sender, "unit": letter.unit, "subject": letter.subject,
                "reference": letter.reference, "accepted_at": letter.accepted_at,
                "attention": desk::attention(history, &state, language, now),
            })
        })
        .collect();
    Ok(json(StatusCode::OK, object!({ "letters": letters, "next": listed.next })))
}

fn not_ready(caller: &Caller, error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "the error desk cannot be read");
    Problem::new(Code::NotReady).in_language(caller.language)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    #[serde(rename = "do")]
    what: String,
    ids: Vec<String>,
    #[serde(default)]
    note: Option<String>,
    /// For letters named here: the `seq` that was seen.
    #[serde(default)]
    seen: HashMap<String, u32>,
}

/// Does the same for many letters; each is judged by itself, and each has its own result.
pub(super) async fn actions(
    Shared(gateway): Shared<Gateway>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let language = caller.language;
    let body = read_json(&gateway, request).await.map_err(|problem| problem.in_language(language))?;
    let order: Order = serde_json::from_value(body).map_err(|_| {
        let detail =
            "do: what to do; ids: up to 1000 letters; note: text, optional; seen: {id: seq}, optional";
        Problem::detail(Code::FieldInvalid, detail).in_language(language)
    })?;
    let Some(act) = Act::parse(&order.what) else {
        let names = Act::ALL.map(|(_, name)| name).join(", ");
        return Err(fault(language, Code::FieldInvalid, "do", &names));
    };
    if order.ids.is_empty() || order.ids.len() > LETTERS_MAX {
        return Err(fault(language, Code::FieldInvalid, "ids", "1 to 1000 letters"));
    }
    let note = note(order.note).map_err(|problem| problem.in_language(language))?;
    // A letter that is named twice is acted on once, with one answer for both.
    let mut answered: HashMap<String, Value> = HashMap::new();
    let mut results = Vec::with_capacity(order.ids.len());
    for id in &order.ids {
        let result = match answered.get(id) {
            Some(result) => result.clone(),
            None => {
                let seen = order.seen.get(id).map_or(Seen::Whatever, |seq| Seen::OneOf(vec![*seq]));
                let result = one(&gateway, &caller, id, seen, act, note.clone()).await;
                answered.insert(id.clone(), result.clone());
                result
            }
        };
        results.push(result);
    }
    let done = results.iter().filter(|result| result["done"] == true).count();
    let refused = results.len() - done;
    Ok(json(StatusCode::OK, object!({ "done": done, "refused": refused, "results": results })))
}

async fn one(
    gateway: &Gateway,
    caller: &Caller,
    id: &str,
    seen: Seen,
    act: Act,
    note: Option<String>,
) -> Value {
    let done = match find(gateway, caller, Right::Act, id).await {
        Ok(history) => gateway.act_for(history, seen, act, &caller.actor.name, note).await,
        Err(problem) => Err(problem),
    };
    // An id that is none is not repeated: it might be a person's number.
    let shown = id.parse::<letter::LetterId>().ok();
    match done {
        Ok(state) => object!({ "id": shown, "done": true, "state": state.name }),
        Err(problem) => object!({
            "id": shown, "done": false, "reason": Reason::of(problem.code, caller.language), "detail": problem.detail,
        }),
    }
}

/// A person's note as it is kept.
///
/// # Errors
/// It holds a personal number.
pub(super) fn note(note: Option<String>) -> Result<Option<String>, Problem> {
    let note = note.map(|note| crate::desk::plain_note(&note));
    if note.as_deref().is_some_and(party::find_personal_numbers) {
        let fault = Fault::new(Code::PersonalNumberInText, "/note", "leave the number out of the note");
        return Err(Problem::faults(vec![fault]));
    }
    Ok(note.filter(|note| !note.is_empty()))
}
