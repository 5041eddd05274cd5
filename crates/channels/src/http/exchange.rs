//! One request and its answer, with limits on time and size.

use super::body::{Progress, WatchedBody};
use super::failure::{Cause, Failure, classify};
use bytes::{Bytes, BytesMut};
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Method};
use std::sync::Arc;
use std::time::Duration;

/// A call to make.
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    /// Whole address. It may hold a personal number: it is never logged.
    pub(crate) url: &'a str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Longest silence: between two pieces of the request, before the answer, between two pieces of it.
    pub(crate) read_timeout_ms: u64,
    /// Most bytes of answer that are read.
    pub(crate) answer_limit_bytes: usize,
}

/// A whole answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
    pub(crate) retry_after: Option<String>,
}

impl Answer {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Makes the call. An answer of any status is an answer; only a missing or broken one is a failure.
pub(crate) async fn exchange(client: &Client, call: Call<'_>) -> Result<Answer, Failure> {
    let progress = Arc::new(Progress::default());
    let request = client
        .request(call.method, call.url)
        .headers(call.headers)
        .body(reqwest::Body::wrap(WatchedBody::new(call.body, Arc::clone(&progress))))
        .build()
        .map_err(|error| classify(&error, false))?;
    let silence = Duration::from_millis(call.read_timeout_ms);

    let sent = jiff::Timestamp::now();
    let mut response = within(silence, &progress, client.execute(request)).await?;
    super::clock::hear(response.url().host_str(), response.headers(), sent);
    let status = response.status().as_u16();
    let retry_after = response.headers().get(RETRY_AFTER).and_then(readable);
    // From here on there is an answer that we may fail to read: whatever happens, it was answered.
    let mut body = BytesMut::new();
    let began = tokio::time::Instant::now();
    loop {
        match tokio::time::timeout(silence, response.chunk()).await {
            Err(_) => return Err(Failure::AnswerLost("the answer broke off: silence".to_owned())),
            Ok(Err(error)) => {
                let cause = super::failure::innermost(&error);
                return Err(Failure::AnswerLost(format!("the answer (status {status}) broke off: {cause}")));
            }
            Ok(Ok(None)) => break,
            Ok(Ok(Some(piece))) => {
                if body.len() + piece.len() > call.answer_limit_bytes {
                    let limit = call.answer_limit_bytes;
                    return Err(Failure::AnswerLost(format!(
                        "the answer (status {status}) exceeds {limit} bytes"
                    )));
                }
                body.extend_from_slice(&piece);
                // Besides the usual silence, every byte may take a millisecond: who drips holds a worker for ever.
                let allowed = silence.saturating_add(Duration::from_millis(body.len() as u64));
                if began.elapsed() > allowed {
                    let detail = format!("the answer (status {status}) came too slowly");
                    return Err(Failure::AnswerLost(detail));
                }
            }
        }
    }
    Ok(Answer { status, body: body.freeze(), retry_after })
}

fn readable(value: &HeaderValue) -> Option<String> {
    value.to_str().ok().filter(|text| text.len() <= 40).map(crate::scrub)
}

/// Waits for the head of the answer as long as the request makes progress, and `silence` after that.
async fn within(
    silence: Duration,
    progress: &Progress,
    sending: impl Future<Output = Result<reqwest::Response, reqwest::Error>>,
) -> Result<reqwest::Response, Failure> {
    tokio::pin!(sending);
    let mut pieces = progress.pieces();
    loop {
        match tokio::time::timeout(silence, &mut sending).await {
            Ok(done) => return done.map_err(|error| classify(&error, progress.is_complete())),
            Err(_) if progress.pieces() > pieces => pieces = progress.pieces(),
            Err(_) => {
                let seconds = silence.as_secs_f32();
                let detail = format!("no answer for {seconds} seconds");
                return Err(if progress.is_complete() {
                    Failure::AnswerLost(detail)
                } else {
                    Failure::NotSent(Cause::Incomplete, detail)
                });
            }
        }
    }
}
