//! Access tokens of Serviceplatformen (`transport.md` §2.1): a SAML assertion from the STS, exchanged for a token.
//!
//! Each sender has its own, one per service: that is a cache by entity id and by municipality. Both are kept until
//! shortly before their end. They live in memory only and are never printed.

use crate::http::{Answer, Call, Failure, exchange};
use crate::identity::Identity;
use crate::scrub::scrub;
use bytes::Bytes;
use catalogue::Code;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, Method, Url};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// An assertion is a few kilobytes.
const ANSWER_MAX_BYTES: usize = 512 * 1024;
/// What ends within this time is no longer used.
const MARGIN: Duration = Duration::from_secs(60);
/// Assumed when an answer does not tell how long it lasts.
const DEFAULT_LIFE: Duration = Duration::from_secs(3600);
/// Nothing is kept longer than this, whatever they say.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 3600);

/// The services that a token is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    Send,
    Lookup,
}

/// One sender's way to its tokens.
pub(super) struct Access {
    client: Client,
    issue: Url,
    exchange: Url,
    cvr: String,
    identity: Identity,
    read_timeout_ms: u64,
    send: Slot,
    lookup: Slot,
}

struct Slot {
    entity: String,
    /// Held while a token is fetched, so that it is fetched once.
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    assertion: Option<(String, Instant)>,
    token: Option<(HeaderValue, Instant)>,
}

/// What a token call is made with.
pub(super) struct Setup<'a> {
    pub(super) client: Client,
    pub(super) base: &'a Url,
    pub(super) sts: &'a Url,
    pub(super) cvr: &'a str,
    pub(super) identity: Identity,
    pub(super) entities: &'a super::config::KombiEntities,
    pub(super) read_timeout_ms: u64,
}

/// Why there is no token. Whatever was to be sent with it has not left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoToken {
    pub(super) code: Code,
    pub(super) detail: String,
}

impl Access {
    pub(super) fn new(setup: Setup<'_>) -> Access {
        let slot = |entity: &str| Slot { entity: entity.to_owned(), held: Mutex::default() };
        Access {
            client: setup.client,
            issue: super::api::below(setup.sts, "runtime/api/rest/wstrust/v1/issue"),
            exchange: super::api::below(setup.base, "service/AccessTokenService_1/token"),
            cvr: setup.cvr.to_owned(),
            identity: setup.identity,
            read_timeout_ms: setup.read_timeout_ms,
            send: slot(&setup.entities.send),
            lookup: slot(&setup.entities.lookup),
        }
    }

    fn slot(&self, service: Service) -> &Slot {
        match service {
            Service::Send => &self.send,
            Service::Lookup => &self.lookup,
        }
    }

    /// The `Authorization` header for a service: the kept token, or a fresh one.
    pub(super) async fn token(&self, service: Service) -> Result<HeaderValue, NoToken> {
        let slot = self.slot(service);
        let mut held = slot.held.lock().await;
        if let Some((token, end)) = &held.token
            && *end > Instant::now()
        {
            return Ok(token.clone());
        }
        self.fetch(&slot.entity, &mut held).await
    }

    /// A token in place of one that was refused. Whoever comes second takes what the first one fetched.
    pub(super) async fn renew(
        &self,
        service: Service,
        refused: &HeaderValue,
    ) -> Result<HeaderValue, NoToken> {
        let slot = self.slot(service);
        let mut held = slot.held.lock().await;
        match &held.token {
            Some((token, _)) if token != refused => return Ok(token.clone()),
            _ => *held = Held::default(),
        }
        self.fetch(&slot.entity, &mut held).await
    }

    async fn fetch(&self, entity: &str, held: &mut Held) -> Result<HeaderValue, NoToken> {
        held.token = None;
        let kept = held.assertion.take().filter(|(_, end)| *end > Instant::now());
        if let Some((assertion, end)) = kept {
            match self.exchange(&assertion).await {
                Ok((token, token_end)) => {
                    held.assertion = Some((assertion, end));
                    held.token = Some((token.clone(), token_end));
                    return Ok(token);
                }
                // It may have ended earlier than it said.
                Err(problem) if problem.code == Code::DigitalPostUnauthorised => {}
                Err(problem) => {
                    held.assertion = Some((assertion, end));
                    return Err(problem);
                }
            }
        }
        let (assertion, end) = self.assertion(entity).await?;
        let (token, token_end) = self.exchange(&assertion).await?;
        held.assertion = Some((assertion, end));
        held.token = Some((token.clone(), token_end));
        Ok(token)
    }

    /// Step 1.
    async fn assertion(&self, entity: &str) -> Result<(String, Instant), NoToken> {
        const STEP: &str = "security token service";
        // The certificate in base64, without BEGIN and END: the one that opens the connection now.
        let certificate = self.identity.certificate(jiff::Timestamp::now());
        let use_key = certificate.map(|certificate| certificate.to_base64()).unwrap_or_default();
        let request = serde_json::to_vec(&Issue::new(&self.cvr, &use_key, entity));
        let body = Bytes::from(request.map_err(|error| unusable(STEP, &error.to_string()))?);
        let answer =
            self.post(&self.issue, "application/json", body).await.map_err(|f| of_failure(STEP, &f))?;
        let issued: Issued =
            serde_json::from_slice(success(STEP, &answer)?).map_err(|_| unusable(STEP, "no assertion"))?;
        let now = jiff::Timestamp::now();
        let end = end_of(issued.lifetime.as_ref().and_then(|lifetime| lifetime.length(now)));
        Ok((issued.requested_security_token.assertion, end))
    }

    /// The assertion itself as the broker of receipts wants it: decoded, and fetched anew for each connection.
    pub(super) async fn decoded_assertion(&self, entity: &str) -> Result<Vec<u8>, NoToken> {
        let (assertion, _) = self.assertion(entity).await?;
        let decoded = base64_simd::STANDARD.decode_to_vec(assertion.trim());
        decoded.map_err(|_| unusable("security token service", "the assertion is not base64"))
    }

    /// Step 2.
    async fn exchange(&self, assertion: &str) -> Result<(HeaderValue, Instant), NoToken> {
        const STEP: &str = "access token service";
        let mut form = self.exchange.clone();
        form.query_pairs_mut().append_pair("saml-token", assertion);
        let body = Bytes::from(form.query().unwrap_or_default().to_owned());
        let answer = self
            .post(&self.exchange, "application/x-www-form-urlencoded", body)
            .await
            .map_err(|f| of_failure(STEP, &f))?;
        let granted: Granted =
            serde_json::from_slice(success(STEP, &answer)?).map_err(|_| unusable(STEP, "no access token"))?;
        if !granted.token_type.eq_ignore_ascii_case("Holder-of-key") {
            return Err(unusable(STEP, "the token is not of the type Holder-of-key"));
        }
        let mut header = HeaderValue::from_str(&format!("Holder-of-key {}", granted.access_token))
            .map_err(|_| unusable(STEP, "the token cannot stand in a header"))?;
        header.set_sensitive(true);
        Ok((header, end_of(granted.expires_in.map(Duration::from_secs))))
    }

    async fn post(&self, url: &Url, media_type: &'static str, body: Bytes) -> Result<Answer, Failure> {
        let mut headers = HeaderMap::with_capacity(2);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let call = Call {
            method: Method::POST,
            url: url.as_str(),
            headers,
            body,
            read_timeout_ms: self.read_timeout_ms,
            answer_limit_bytes: ANSWER_MAX_BYTES,
        };
        exchange(&self.client, call).await
    }
}

/// When something that lasts so long is no longer used.
fn end_of(life: Option<Duration>) -> Instant {
    Instant::now() + life.unwrap_or(DEFAULT_LIFE).min(LONGEST_LIFE).saturating_sub(MARGIN)
}

fn of_failure(step: &str, failure: &Failure) -> NoToken {
    let refused = failure.is_certificate_refused();
    let code = if refused { Code::DigitalPostUnauthorised } else { Code::DigitalPostUnavailable };
    NoToken { code, detail: format!("{step}: {}", failure.detail()) }
}

fn unusable(step: &str, what: &str) -> NoToken {
    NoToken { code: Code::DigitalPostUnavailable, detail: format!("{step}: {what}") }
}

/// The body of a good answer. 4xx is about agreement or certificate: operations must look.
fn success<'a>(step: &str, answer: &'a Answer) -> Result<&'a [u8], NoToken> {
    let code = match answer.status {
        200..=299 => return Ok(&answer.body),
        408 | 429 => Code::DigitalPostUnavailable,
        400..=499 => Code::DigitalPostUnauthorised,
        _ => Code::DigitalPostUnavailable,
    };
    let words = scrub(&String::from_utf8_lossy(&answer.body));
    let detail = format!("{step}: status {} {words}", answer.status).trim_end().to_owned();
    Err(NoToken { code, detail })
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Issue<'a> {
    token_type: &'static str,
    request_type: &'static str,
    key_type: &'static str,
    anvender_kontekst: Context<'a>,
    use_key: &'a str,
    applies_to: AppliesTo<'a>,
    on_behalf_of: Option<()>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Context<'a> {
    cvr: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AppliesTo<'a> {
    endpoint_reference: Reference<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Reference<'a> {
    address: &'a str,
}

impl<'a> Issue<'a> {
    fn new(cvr: &'a str, use_key: &'a str, entity: &'a str) -> Issue<'a> {
        Issue {
            token_type: "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0",
            request_type: "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue",
            key_type: "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey",
            anvender_kontekst: Context { cvr },
            use_key,
            applies_to: AppliesTo { endpoint_reference: Reference { address: entity } },
            on_behalf_of: None,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Issued {
    requested_security_token: Requested,
    #[serde(default)]
    lifetime: Option<Lifetime>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Requested {
    assertion: String,
}

/// How long an assertion lasts: its end, or beginning and end. None of them names its zone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Lifetime {
    End(String),
    Span {
        #[serde(rename = "Created")]
        created: String,
        #[serde(rename = "Expires")]
        expires: String,
    },
    Other(serde::de::IgnoredAny),
}

/// Danish summer time is so much ahead of UTC: an end without a zone may come that much earlier than it reads.
const ZONE_DOUBT_SECONDS: i64 = 2 * 3600;

impl Lifetime {
    fn length(&self, now: jiff::Timestamp) -> Option<Duration> {
        let read = |text: &str| {
            let time = jiff::civil::DateTime::strptime("%m/%d/%Y %H:%M:%S", text).ok()?;
            time.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_second())
        };
        let seconds = match self {
            Lifetime::End(end) => read(end)?.checked_sub(now.as_second())?.checked_sub(ZONE_DOUBT_SECONDS)?,
            // The span is the same in any zone.
            Lifetime::Span { created, expires } => read(expires)?.checked_sub(read(created)?)?,
            Lifetime::Other(_) => return None,
        };
        Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    token_type: String,
    #[serde(default)]
    expires_in: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_has_the_form_of_the_contract() {
        let request = serde_json::to_value(Issue::new("12345678", "MIIB", "http://entity/1")).unwrap();
        let expected = serde_json::json!({
            "TokenType": "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0",
            "RequestType": "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue",
            "KeyType": "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey",
            "AnvenderKontekst": {"Cvr": "12345678"},
            "UseKey": "MIIB",
            "AppliesTo": {"EndpointReference": {"Address": "http://entity/1"}},
            "OnBehalfOf": null
        });
        assert_eq!(request, expected);
    }

    #[test]
    fn a_span_needs_no_zone_and_an_end_is_taken_early() {
        let now = "2026-11-22T09:00:00Z".parse().unwrap();
        let length = |json: serde_json::Value| {
            let lifetime: Lifetime = serde_json::from_value(json).unwrap();
            lifetime.length(now).map(|length| length.as_secs())
        };
        let span = |created: &str, expires: &str| {
            length(serde_json::json!({"Created": created, "Expires": expires}))
        };
        assert_eq!(span("11/22/2026 09:00:00", "11/22/2026 17:00:00"), Some(8 * 3600));
        assert_eq!(span("11/22/2026 09:00:00", "11/22/2026 08:00:00"), Some(0));
        assert_eq!(span("22/11/2026 09:00:00", "11/22/2026 08:00:00"), None);
        assert_eq!(length("11/22/2026 17:00:00".into()), Some(6 * 3600));
        assert_eq!(length("11/22/2026 10:00:00".into()), Some(0));
        assert_eq!((length("tomorrow".into()), length(serde_json::json!({}))), (None, None));
    }
}
