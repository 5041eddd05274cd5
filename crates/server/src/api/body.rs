//! Reads request bodies: JSON, or a multipart form of one JSON part and files.

use crate::gateway::Gateway;
use crate::intake::File;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use catalogue::Code;
use letter::Fault;
use serde_json::Value;
use tokio::sync::SemaphorePermit;

/// A letter as it came over the wire.
pub(super) struct Handed {
    pub(super) letter: Value,
    pub(super) files: Vec<File>,
}

/// Deepest JSON nesting: serde_json itself stops at 128, a letter needs 4.
pub(super) fn parse_json(bytes: &[u8]) -> Result<Value, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let what = match error.classify() {
            serde_json::error::Category::Eof => "the JSON ends too early",
            _ => "this is not JSON",
        };
        Problem::detail(
            Code::JsonMalformed,
            format!("{what} (line {}, column {})", error.line(), error.column()),
        )
    })
}

/// The announced length of a body.
fn length(request: &Request) -> Option<usize> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Waits for a place when the body is large, so that a few of them cannot fill the memory.
async fn place(gateway: &Gateway, length: Option<usize>) -> Result<Option<SemaphorePermit<'_>>, Problem> {
    let limit = gateway.config.limits.body_bytes;
    if length.is_some_and(|length| length > limit) {
        return Err(too_large(limit));
    }
    if length.is_some_and(|length| length <= gateway.config.limits.large_bytes) {
        return Ok(None);
    }
    gateway.large_bodies.acquire().await.map(Some).map_err(|_| Problem::new(Code::NotReady))
}

fn too_large(limit: usize) -> Problem {
    Problem::detail(Code::BodyTooLarge, format!("a request may have at most {limit} bytes"))
}

/// Reads a small JSON body.
pub(super) async fn read_json(gateway: &Gateway, request: Request) -> Result<Value, Problem> {
    let limit = gateway.config.limits.body_bytes;
    let _place = place(gateway, length(&request)).await?;
    let bytes = Bytes::from_request(request, &()).await.map_err(|_| too_large(limit))?;
    let body = parse_json(&bytes)?;
    // Without this a list would be read as the fields in the order in which they stand in our code.
    if !body.is_object() {
        return Err(Problem::faults(vec![Fault::new(Code::FieldInvalid, "", "must be an object")]));
    }
    Ok(body)
}

/// Reads a letter, whichever way it was sent.
pub(super) async fn read_letter(gateway: &Gateway, request: Request) -> Result<Handed, Problem> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type =
        content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.as_str() {
        "application/json" => {
            let letter = read_json(gateway, request).await?;
            Ok(Handed { letter, files: Vec::new() })
        }
        "multipart/form-data" => {
            let limit = gateway.config.limits.body_bytes;
            let _place = place(gateway, length(&request)).await?;
            let form = Multipart::from_request(request, &())
                .await
                .map_err(|rejection| Problem::detail(Code::MultipartMalformed, rejection.body_text()))?;
            read_form(form, limit, gateway.config.limits.documents).await
        }
        _ => {
            let detail =
                "send application/json, or multipart/form-data with a part `letter` and parts `file`";
            Err(Problem::detail(Code::ContentTypeRefused, detail))
        }
    }
}

async fn read_form(mut form: Multipart, limit: usize, most_files: usize) -> Result<Handed, Problem> {
    let mut letter = None;
    let mut files = Vec::new();
    let broken = |error: MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            too_large(limit)
        } else {
            Problem::detail(Code::MultipartMalformed, error.body_text())
        }
    };
    while let Some(part) = form.next_field().await.map_err(broken)? {
        let is_letter = part.name() == Some("letter");
        let name = part.file_name().map(str::to_owned);
        if is_letter {
            if letter.is_some() {
                return Err(Problem::detail(Code::MultipartMalformed, "the part `letter` stands twice"));
            }
            letter = Some(parse_json(&part.bytes().await.map_err(broken)?)?);
        } else if let Some(name) = name {
            if files.len() > most_files {
                let detail = format!("at most {most_files} files");
                return Err(Problem::faults(vec![Fault::new(Code::DocumentsTooMany, "/documents", detail)]));
            }
            let pointer = format!("/files/{}", files.len());
            files.push(File { name, bytes: part.bytes().await.map_err(broken)?, pointer });
        } else {
            let detail = "every part is either `letter` (JSON) or a file with a file name";
            return Err(Problem::detail(Code::MultipartMalformed, detail));
        }
    }
    let letter =
        letter.ok_or_else(|| Problem::detail(Code::MultipartMalformed, "the part `letter` is missing"))?;
    Ok(Handed { letter, files })
}
