//! Calls to the Digital Post API: two factors at once, the certificate and the system's token.

use super::config::Secret;
use crate::http::{Answer, Call, Failure, exchange};
use bytes::Bytes;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, Method, Url};

/// Largest answer read: a page of receipts.
const ANSWER_MAX_BYTES: usize = 8 * 1024 * 1024;

/// One sender system's way in.
#[derive(Clone)]
pub(super) struct Api {
    client: Client,
    base: Url,
    authorization: HeaderValue,
    read_timeout_ms: u64,
}

impl Api {
    /// `None` when system id or token cannot stand in a header.
    pub(super) fn new(
        client: Client,
        base: Url,
        system_id: &str,
        token: &Secret,
        read_timeout_ms: u64,
    ) -> Option<Api> {
        let pair = format!("{system_id}:{}", token.reveal());
        let basic = format!("Basic {}", base64_simd::STANDARD.encode_to_string(pair));
        let mut authorization = HeaderValue::from_str(&basic).ok()?;
        authorization.set_sensitive(true);
        Some(Api { client, base, authorization, read_timeout_ms })
    }

    /// `GET`, always safe to repeat. The query may hold a personal number, as the official contract has it.
    pub(super) async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Failure> {
        self.call(Method::GET, path, query, Bytes::new()).await
    }

    pub(super) async fn delete(&self, path: &str) -> Result<Answer, Failure> {
        self.call(Method::DELETE, path, &[], Bytes::new()).await
    }

    pub(super) async fn post_memo(&self, message_uuid: &str, memo: Bytes) -> Result<Answer, Failure> {
        self.call(Method::POST, "memos/", &[("memo-message-uuid", message_uuid)], memo).await
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Bytes,
    ) -> Result<Answer, Failure> {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path()));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let mut headers = HeaderMap::with_capacity(3);
        headers.insert(AUTHORIZATION, self.authorization.clone());
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if method == Method::POST {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        }
        let call = Call {
            method,
            url: url.as_str(),
            headers,
            body,
            read_timeout_ms: self.read_timeout_ms,
            answer_limit_bytes: ANSWER_MAX_BYTES,
        };
        exchange(&self.client, call).await
    }
}
