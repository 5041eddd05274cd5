//! What a person or a system may do with a letter: cancel, retry, resolve, delete its content.

use super::Caller;
use super::at::At;
use super::body::read_json;
use super::look::{find, seen, there};
use crate::access::Right;
use crate::desk::Seen;
use crate::erase::Why;
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use catalogue::Code;
use letter::{Act, Fault, Resolution};
use serde::Deserialize;

/// Stops a letter that has not left.
pub(super) async fn cancel(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(id): At<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    act(&gateway, &caller, &id, &headers, Act::Cancel, None).await
}

/// Tries a letter again that lies with a person or waits.
pub(super) async fn retry(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(id): At<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    act(&gateway, &caller, &id, &headers, Act::Retry, None).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    how: Resolution,
    #[serde(default)]
    note: Option<String>,
}

/// Records what a person found out about a letter in doubt or at the desk.
pub(super) async fn resolve(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(id): At<String>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let body = read_json(&gateway, request).await.map_err(|problem| problem.in_language(caller.language))?;
    let decision: Decision = serde_json::from_value(body).map_err(|_| {
        let detail = "how: delivered, not_delivered, printed, resend or noted; note: text, optional";
        Problem::faults(vec![Fault::new(Code::FieldInvalid, "/how", detail)]).in_language(caller.language)
    })?;
    let note = super::desk::note(decision.note).map_err(|problem| problem.in_language(caller.language))?;
    act(&gateway, &caller, &id, &headers, Act::Resolve(decision.how), note).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Erasing {
    #[serde(default)]
    why: String,
}

/// Deletes what a letter says, before its time.
pub(super) async fn forget(
    State(gateway): State<Gateway>,
    caller: Caller,
    At(id): At<String>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let done = async {
        let body = read_json(&gateway, request).await?;
        let Erasing { why } = serde_json::from_value(body).map_err(|_| {
            Problem::faults(vec![Fault::new(Code::FieldInvalid, "/why", "why: the reason, as text")])
        })?;
        let why = Why::read(&why)?;
        let history = find(&gateway, &caller, Right::Forget, &id).await?;
        gateway.erase(&history, &if_match(&headers), &caller.actor.name, why).await
    };
    done.await.map_err(|problem: Problem| problem.in_language(caller.language))?;
    there(&gateway, &caller, Right::Forget, &id).await
}

async fn act(
    gateway: &Gateway,
    caller: &Caller,
    id: &str,
    headers: &HeaderMap,
    act: Act,
    note: Option<String>,
) -> Result<Response, Problem> {
    let history = find(gateway, caller, Right::Act, id).await?;
    let done = gateway.act_for(history, if_match(headers), act, &caller.actor.name, note).await;
    done.map_err(|problem| problem.in_language(caller.language))?;
    let history = find(gateway, caller, Right::Act, id).await?;
    Ok(seen(gateway, caller, &history))
}

/// What the caller saw, by `If-Match` (RFC 9110, 13.1.1): tags of `GET /v1/letters/{id}`, or `*` for whatever there is.
/// What is no tag of ours is none of the letters that there ever were, so that it refuses instead of being overlooked.
fn if_match(headers: &HeaderMap) -> Seen {
    let mut lines = headers.get_all(header::IF_MATCH).iter().peekable();
    if lines.peek().is_none() {
        return Seen::Whatever;
    }
    let lines: Vec<&str> = lines.map(|line| line.to_str().unwrap_or_default()).collect();
    let tags: Vec<&str> = lines.iter().flat_map(|line| line.split(',')).map(str::trim).collect();
    if tags == ["*"] {
        return Seen::Whatever;
    }
    let number = |tag: &&str| tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok();
    Seen::OneOf(tags.iter().filter_map(number).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn seen(lines: &[&'static str]) -> Seen {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::IF_MATCH, HeaderValue::from_static(line));
        }
        if_match(&headers)
    }

    #[test]
    fn a_tag_names_the_letter_that_was_seen_and_rubbish_names_none() {
        assert_eq!(seen(&[]), Seen::Whatever);
        assert_eq!(seen(&["*"]), Seen::Whatever);
        assert_eq!(seen(&["\"7\""]), Seen::OneOf(vec![7]));
        assert_eq!(seen(&["\"7\" , \"8\"", "\"9\""]), Seen::OneOf(vec![7, 8, 9]));
        for rubbish in ["7", "W/\"7\"", "\"\"", "", "\"-1\"", "\"99999999999\"", "*, 7"] {
            assert_eq!(seen(&[rubbish]), Seen::OneOf(Vec::new()), "{rubbish}");
        }
    }
}
