//! Calls to Serviceplatformen: certificate, access token and the two transaction headers.

use super::access::{Access, NoToken, Service};
use super::lookup::Asked;
use crate::http::{Answer, Call, Failure, exchange};
use bytes::Bytes;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Url};

/// Answers are a few hundred bytes.
const ANSWER_MAX_BYTES: usize = 256 * 1024;
const TRANSACTION_ID: HeaderName = HeaderName::from_static("x-transaktionsid");
const TRANSACTION_TIME: HeaderName = HeaderName::from_static("x-transaktionstid");

/// One sender's way in.
pub(super) struct Api {
    client: Client,
    access: Access,
    send: Url,
    lookup: Url,
    read_timeout_ms: u64,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum CallError {
    /// No token: the call was not made.
    Token(NoToken),
    /// The call itself failed.
    Call(Failure),
}

/// The address of a path below a base.
pub(super) fn below(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}/{path}", base.path().trim_end_matches('/')));
    url
}

impl Api {
    pub(super) fn new(client: Client, base: &Url, access: Access, read_timeout_ms: u64) -> Api {
        Api {
            client,
            access,
            send: below(base, "service/KombiPostAfsend_1/kombi"),
            lookup: below(base, "service/PostForespoerg_1/"),
            read_timeout_ms,
        }
    }

    /// Hands in a `kombi_request`.
    pub(super) async fn send(&self, request: Bytes) -> Result<Answer, CallError> {
        self.call(Service::Send, Method::POST, self.send.as_str(), request).await
    }

    /// Asks whether this number can receive. The query holds it, as the official contract has it.
    pub(super) async fn can_receive(
        &self,
        asked: Asked,
        parameter: &str,
        number: &str,
    ) -> Result<Answer, CallError> {
        let mut url = below(&self.lookup, asked.path());
        url.query_pairs_mut().append_pair(parameter, number);
        self.call(Service::Lookup, Method::GET, url.as_str(), Bytes::new()).await
    }

    /// The way to its tokens.
    pub(super) fn access(&self) -> &Access {
        &self.access
    }

    /// Only fetches a token, for `config check`.
    pub(super) async fn token(&self, service: Service) -> Result<(), NoToken> {
        self.access.token(service).await.map(drop)
    }

    /// Calls with a token. A refused token is renewed once: 401 comes before anything is taken in, so that the same
    /// bytes may go again.
    async fn call(
        &self,
        service: Service,
        method: Method,
        url: &str,
        body: Bytes,
    ) -> Result<Answer, CallError> {
        let token = self.access.token(service).await.map_err(CallError::Token)?;
        let answer = self.once(&token, method.clone(), url, body.clone()).await.map_err(CallError::Call)?;
        if answer.status != 401 {
            return Ok(answer);
        }
        let token = self.access.renew(service, &token).await.map_err(CallError::Token)?;
        self.once(&token, method, url, body).await.map_err(CallError::Call)
    }

    async fn once(
        &self,
        token: &HeaderValue,
        method: Method,
        url: &str,
        body: Bytes,
    ) -> Result<Answer, Failure> {
        let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let text = |text: String| HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
        let mut headers = HeaderMap::with_capacity(5);
        headers.insert(AUTHORIZATION, token.clone());
        headers.insert(TRANSACTION_ID, text(uuid::Uuid::new_v4().to_string()));
        headers.insert(TRANSACTION_TIME, text(now));
        if method == Method::POST {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
            headers.insert(ACCEPT, HeaderValue::from_static("application/xml"));
        } else {
            headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        }
        let call = Call {
            method,
            url,
            headers,
            body,
            read_timeout_ms: self.read_timeout_ms,
            answer_limit_bytes: ANSWER_MAX_BYTES,
        };
        exchange(&self.client, call).await
    }
}
