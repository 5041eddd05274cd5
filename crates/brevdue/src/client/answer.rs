//! Reads answers, with bounds.

use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use serde_json::Value;

use super::Problem;

/// No JSON answer of a gateway is larger.
const LARGEST: usize = 64 << 20;

/// Why an answer could not be read.
pub(crate) enum Broken {
    /// The connection broke off.
    Off(reqwest::Error),
    /// It is not what a gateway answers.
    Unreadable(String),
}

/// The JSON of a positive answer; an empty one is `null`.
pub(crate) async fn json(response: Response) -> Result<Value, Broken> {
    let status = response.status();
    let body = body(response).await?;
    if body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&body)
        .map_err(|error| Broken::Unreadable(format!("the answer ({status}) is not JSON: {error}")))
}

/// The problem of a negative answer. What is no problem document becomes one that says so.
pub(crate) async fn problem(response: Response) -> Result<Problem, Broken> {
    let status = response.status();
    let media_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let is_json = media_type.split(';').next().is_some_and(|media_type| media_type.trim().ends_with("json"));
    let body = body(response).await?;
    let document = if is_json { serde_json::from_slice::<Value>(&body).ok() } else { None };
    Ok(match document.filter(Value::is_object) {
        Some(document) => Problem::from_document(status.as_u16(), document),
        None => Problem::bare(status.as_u16(), status.canonical_reason().unwrap_or("")),
    })
}

async fn body(mut response: Response) -> Result<Vec<u8>, Broken> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Broken::Off)? {
        if body.len() + chunk.len() > LARGEST {
            return Err(Broken::Unreadable(format!("the answer is larger than {LARGEST} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
