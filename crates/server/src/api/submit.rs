//! `POST /v1/letters`.

use super::body::{Handed, read_letter};
use super::{Caller, json};
use crate::gateway::Gateway;
use crate::intake::File;
use crate::problem::Problem;
use crate::view::Links;
use aws_lc_rs::digest::{Context, SHA256};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::Code;
use letter::{LetterId, Submission};
use serde::Serialize;
use std::time::Instant;
use store::Idempotency;

#[derive(Serialize)]
struct Answer {
    id: LetterId,
    state: &'static str,
    links: Links,
}

/// Accepts a letter: 202 means that it is safe.
pub(super) async fn submit(State(gateway): State<Gateway>, caller: Caller, request: Request) -> Response {
    let language = caller.language;
    match accept(&gateway, &caller, request).await {
        Ok(response) => response,
        Err(problem) => {
            gateway.traffic.refused(&caller.actor.name, &problem, jiff::Timestamp::now());
            problem.in_language(language).into_response()
        }
    }
}

async fn accept(gateway: &Gateway, caller: &Caller, request: Request) -> Result<Response, Problem> {
    let key = idempotency_key(request.headers())?;
    let Handed { letter, files } = read_letter(gateway, request).await?;
    let began = Instant::now();
    let idempotency = key.map(|key| Idempotency {
        scope: caller.actor.name.clone(),
        key,
        fingerprint: fingerprint(&letter, &files),
    });
    let submission = Submission::from_json(&letter).map_err(Problem::faults)?;
    let accepted = gateway.accept(&caller.actor, submission, files, idempotency).await?;
    gateway.metrics.accepted(began.elapsed());
    let links = Links::of(accepted.id);
    let location = HeaderValue::from_str(&links.this).ok();
    let mut response = json(StatusCode::ACCEPTED, Answer { id: accepted.id, state: "accepted", links });
    if let Some(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    if accepted.replayed {
        let name = HeaderName::from_static("idempotency-replayed");
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// The caller's `Idempotency-Key`: 1 to 255 visible characters.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let fits = (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !fits || party::find_personal_numbers(text) {
        let detail = "1 to 255 visible ASCII characters, without a personal number; a UUID is best";
        return Err(Problem::detail(Code::IdempotencyKeyInvalid, detail));
    }
    Ok(Some(text.to_owned()))
}

/// What makes two requests the same: the letter's fields, whatever their order, and the files' names and bytes.
fn fingerprint(letter: &serde_json::Value, files: &[File]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    // serde_json keeps object keys sorted, so that this text does not depend on the caller's order.
    context.update(letter.to_string().as_bytes());
    for file in files {
        context.update(&(file.name.len() as u64).to_be_bytes());
        context.update(file.name.as_bytes());
        context.update(&(file.bytes.len() as u64).to_be_bytes());
        context.update(&file.bytes);
    }
    let mut fingerprint = [0; 32];
    fingerprint.copy_from_slice(context.finish().as_ref());
    fingerprint
}
