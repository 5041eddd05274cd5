//! `POST /v1/reachability`: the channel switch, at once (R56).

use super::body::read_json;
use super::{Caller, json};
use crate::access::Right;
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Code;
use letter::{ChannelOrder, Fault, LetterType, MessageKind};
use party::{Country, PartyId};
use serde_json::{Value, json as object};
use std::sync::Arc;

/// Asks for each recipient where a letter of this type would go now.
pub(super) async fn ask(
    State(gateway): State<Gateway>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let language = caller.language;
    let body = read_json(&gateway, request).await.map_err(|problem| problem.in_language(language))?;
    let results = answer(&gateway, &caller, &body).await.map_err(|problem| problem.in_language(language))?;
    Ok(json(StatusCode::OK, object!({ "results": results })))
}

/// The numbers of one letter type, with their places in the question.
type Group = (Arc<LetterType>, Vec<(usize, PartyId)>);

async fn answer(gateway: &Gateway, caller: &Caller, body: &Value) -> Result<Vec<Value>, Problem> {
    let (code, written) = read(body, gateway.config.limits.recipients)?;
    let mut faults = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    for (index, text) in written.iter().enumerate() {
        match place(gateway, caller, code, text) {
            Ok((kind, number)) => match groups.iter_mut().find(|(known, _)| known.code == kind.code) {
                Some((_, numbers)) => numbers.push((index, number)),
                None => groups.push((kind, vec![(index, number)])),
            },
            Err(Placing::Problem(problem)) => return Err(problem),
            Err(Placing::Number(code, detail)) => {
                faults.push(Fault::new(code, format!("/recipients/{index}"), detail));
            }
        }
    }
    if !faults.is_empty() {
        return Err(Problem::faults(faults));
    }
    let mut results = Vec::with_capacity(written.len());
    for (kind, numbers) in groups {
        let parties: Vec<PartyId> = numbers.iter().map(|(_, number)| number.clone()).collect();
        let answers = gateway.reach(&kind, &parties, caller.language).await;
        for ((index, _), mut answer) in numbers.into_iter().zip(answers) {
            answer.index = index;
            results.push((index, serde_json::to_value(answer).unwrap_or_default()));
        }
    }
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, answer)| answer).collect())
}

/// Reads `{type?, recipients: [...]}`.
fn read(body: &Value, most: usize) -> Result<(Option<&str>, Vec<&str>), Problem> {
    let fault =
        |code, pointer: &str, detail: String| Problem::faults(vec![Fault::new(code, pointer, detail)]);
    let Some(object) = body.as_object() else {
        return Err(fault(Code::FieldInvalid, "", "an object with type and recipients".to_owned()));
    };
    if object.keys().any(|name| name != "type" && name != "recipients") {
        return Err(fault(Code::FieldUnknown, "", "known fields: type, recipients".to_owned()));
    }
    let recipients = object.get("recipients").and_then(Value::as_array);
    let texts = recipients.and_then(|list| list.iter().map(Value::as_str).collect::<Option<Vec<_>>>());
    let Some(texts) = texts.filter(|texts| !texts.is_empty()) else {
        return Err(fault(Code::FieldMissing, "/recipients", "a list of numbers, each a string".to_owned()));
    };
    if texts.len() > most {
        return Err(fault(Code::TooManyRecipients, "/recipients", format!("at most {most} at a time")));
    }
    Ok((object.get("type").and_then(Value::as_str), texts))
}

enum Placing {
    Problem(Problem),
    Number(Code, String),
}

/// The letter type to ask for, and the number read by its country. Without a type the first one of the
/// configuration, then of the store, that is a letter sent digitally and whose country knows the number's form is
/// taken: the forms that Brevdue accepts do not overlap, because a Swedish person is never taken with ten bare
/// digits (A3).
fn place(
    gateway: &Gateway,
    caller: &Caller,
    code: Option<&str>,
    text: &str,
) -> Result<(Arc<LetterType>, PartyId), Placing> {
    let parse = |kind: &LetterType| {
        let country = gateway.sender(&kind.sender).map_or(Country::Dk, crate::config::Sender::country);
        PartyId::parse(country, text)
    };
    if code.is_some() {
        let kind = gateway
            .type_of(&caller.actor, &[Right::Send, Right::Read], code)
            .map_err(Placing::Problem)?
            .letter_type;
        return match parse(&kind) {
            Ok(number) => Ok((kind, number)),
            Err(error) => {
                let code = Code::parse(error.code()).unwrap_or(Code::RecipientMalformed);
                Err(Placing::Number(code, error.to_string()))
            }
        };
    }
    let mut first_error = None;
    let asks = |kind: &Arc<LetterType>| {
        kind.active
            && kind.class.may_be_sent()
            && kind.message == MessageKind::Letter
            && kind.channels == ChannelOrder::DigitalFirst
            && [Right::Send, Right::Read].iter().any(|right| caller.actor.may_use(*right, &kind.sender))
    };
    let place_in_file = |kind: &Arc<LetterType>| {
        gateway.config.letter_types.iter().position(|own| own.code == kind.code).unwrap_or(usize::MAX)
    };
    let mut kinds: Vec<_> = gateway.letter_types().into_iter().filter(asks).collect();
    kinds.sort_by_key(place_in_file);
    for kind in kinds {
        match parse(&kind) {
            Ok(number) => return Ok((kind, number)),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    let code = first_error.and_then(|error| Code::parse(error.code())).unwrap_or(Code::RecipientMalformed);
    let detail =
        first_error.map_or_else(|| "no letter type is configured".to_owned(), |error| error.to_string());
    Err(Placing::Number(code, detail))
}
