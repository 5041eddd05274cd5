//! SOAP calls over mutual TLS (F1).

use crate::http::{Answer, Call, Failure, exchange};
use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method};

/// Largest answer read: a thousand rows of the register are below one megabyte.
const ANSWER_MAX_BYTES: usize = 8 * 1024 * 1024;
const SOAP_ACTION: HeaderName = HeaderName::from_static("soapaction");

/// Posts an envelope. The answer is handed on whatever its status: a fault counts with any (F6).
pub(super) async fn post(
    client: &Client,
    url: &str,
    envelope: Bytes,
    read_timeout_ms: u64,
) -> Result<Answer, Failure> {
    let mut headers = HeaderMap::with_capacity(2);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=UTF-8"));
    headers.insert(SOAP_ACTION, HeaderValue::from_static("\"\""));
    let answer_limit_bytes = ANSWER_MAX_BYTES;
    exchange(
        client,
        Call { method: Method::POST, url, headers, body: envelope, read_timeout_ms, answer_limit_bytes },
    )
    .await
}
