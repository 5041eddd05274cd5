//! Tokens: an assertion from the STS, an access token for it, both bound to the certificate, the entity and the CVR.
//!
//! They live in memory: after a restart every client gets 401 and asks again, as it must be able to.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form, Json};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{LOOKUP, RECEIPTS, SEND};
use crate::enrol::sha256_hex;
use crate::net::Peer;
use crate::outcome::Side;
use crate::shared::App;

/// How long an assertion is good for.
const ASSERTION_LIFE: Duration = Duration::from_secs(8 * 3600);
/// More tokens at a time than any sender needs.
const MOST: usize = 10_000;

/// What a token permits.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    entity: &'static str,
    pub(super) cvr: String,
    fingerprint: String,
    end: Instant,
}

/// Everything granted.
#[derive(Default)]
pub(crate) struct Tokens {
    assertions: Mutex<HashMap<String, Grant>>,
    access: Mutex<HashMap<String, Grant>>,
}

fn keep(map: &Mutex<HashMap<String, Grant>>, key: String, grant: Grant) {
    let mut map = map.lock().unwrap_or_else(PoisonError::into_inner);
    if map.len() >= MOST {
        let now = Instant::now();
        map.retain(|_, grant| grant.end > now);
    }
    if map.len() < MOST {
        map.insert(key, grant);
    }
}

fn find(map: &Mutex<HashMap<String, Grant>>, key: &str) -> Option<Grant> {
    let map = map.lock().unwrap_or_else(PoisonError::into_inner);
    map.get(key).filter(|grant| grant.end > Instant::now()).cloned()
}

impl Tokens {
    /// Forgets an access token before its time.
    pub(crate) fn revoke(&self, headers: &HeaderMap) {
        if let Some(token) = bearer(headers) {
            self.access.lock().unwrap_or_else(PoisonError::into_inner).remove(token);
        }
    }
}

fn refuse(status: StatusCode, code: &'static str, message: &str) -> Response {
    tracing::info!(status = status.as_u16(), code, "Serviceplatformen refuses");
    (status, Json(json!({"code": code, "message": message}))).into_response()
}

fn unauthorised(code: &'static str, message: &str) -> Response {
    refuse(StatusCode::UNAUTHORIZED, code, message)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Issue {
    token_type: String,
    request_type: String,
    key_type: String,
    anvender_kontekst: Context,
    use_key: String,
    applies_to: AppliesTo,
    #[serde(default)]
    on_behalf_of: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Context {
    cvr: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AppliesTo {
    endpoint_reference: Reference,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Reference {
    address: String,
}

/// `POST /runtime/api/rest/wstrust/v1/issue`.
pub(super) async fn issue(State(app): State<App>, Extension(peer): Extension<Peer>, body: Bytes) -> Response {
    let bad = |message: &str| refuse(StatusCode::BAD_REQUEST, "request.invalid", message);
    let Some(fingerprint) = peer.fingerprint else {
        return unauthorised("certificate.missing", "a client certificate is required");
    };
    let Ok(issue) = serde_json::from_slice::<Issue>(&body) else {
        return bad("not a request for a token");
    };
    for (given, known) in [
        (&issue.token_type, "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"),
        (&issue.request_type, "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue"),
        (&issue.key_type, "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey"),
    ] {
        if given != known {
            return bad("TokenType, RequestType and KeyType must be those of the contract");
        }
    }
    if !issue.on_behalf_of.is_null() {
        return bad("OnBehalfOf must be null");
    }
    let key = base64_simd::STANDARD.decode_to_vec(&issue.use_key).ok();
    if key.is_none_or(|der| sha256_hex(&der) != fingerprint) {
        return bad("UseKey must be the client certificate in base64 on one line, without BEGIN and END");
    }
    let address = issue.applies_to.endpoint_reference.address;
    let Some(entity) = [SEND, LOOKUP, RECEIPTS].into_iter().find(|entity| *entity == address) else {
        return bad("no service has this entity id");
    };
    let owner = app.senders.by_certificate(Side::Dk, &fingerprint);
    if owner.is_none_or(|owner| owner.number != issue.anvender_kontekst.cvr) {
        let message = "there is no service agreement for this CVR and this certificate";
        return refuse(StatusCode::FORBIDDEN, "agreement.missing", message);
    }
    let cvr = issue.anvender_kontekst.cvr;
    let now = Timestamp::now();
    let expires = now.as_second() + i64::try_from(ASSERTION_LIFE.as_secs()).unwrap_or_default();
    let expires = Timestamp::from_second(expires).unwrap_or(now);
    let xml = format!(
        "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_{}\" IssueInstant=\"{now}\" Version=\"2.0\">\
         <saml:Issuer>https://sandbox/</saml:Issuer><saml:Conditions NotOnOrAfter=\"{expires}\"><saml:AudienceRestriction>\
         <saml:Audience>{entity}</saml:Audience></saml:AudienceRestriction></saml:Conditions></saml:Assertion>",
        Uuid::new_v4()
    );
    let assertion = base64_simd::STANDARD.encode_to_string(xml);
    let grant = Grant { entity, cvr, fingerprint, end: Instant::now() + ASSERTION_LIFE };
    keep(&app.tokens.assertions, assertion.clone(), grant);
    let time = |time: Timestamp| time.strftime("%m/%d/%Y %H:%M:%S").to_string();
    Json(json!({
        "TokenType": issue.token_type,
        "RequestedSecurityToken": {"Assertion": assertion},
        "AppliesTo": {"EndpointReference": {"Address": entity}},
        "Lifetime": time(expires),
    }))
    .into_response()
}

#[derive(Deserialize)]
pub(super) struct Exchange {
    #[serde(rename = "saml-token")]
    saml_token: String,
}

/// `POST /service/AccessTokenService_1/token`.
pub(super) async fn exchange(
    State(app): State<App>,
    Extension(peer): Extension<Peer>,
    form: Result<Form<Exchange>, axum::extract::rejection::FormRejection>,
) -> Response {
    let Some(fingerprint) = peer.fingerprint else {
        return unauthorised("certificate.missing", "a client certificate is required");
    };
    let Ok(Form(form)) = form else {
        return refuse(StatusCode::BAD_REQUEST, "request.invalid", "the form field saml-token is required");
    };
    let Some(grant) = find(&app.tokens.assertions, &form.saml_token) else {
        return unauthorised("assertion.invalid", "the assertion is not known or has ended");
    };
    if grant.fingerprint != fingerprint {
        return unauthorised("holder.of.key", "the assertion was issued to the holder of another key");
    }
    let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let life = app.config.access_token_life;
    keep(&app.tokens.access, token.clone(), Grant { end: Instant::now() + life, ..grant });
    let seconds = life.as_secs();
    Json(json!({"access_token": token, "token_type": "Holder-of-key", "expires_in": seconds})).into_response()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Holder-of-key ").map(str::trim)
}

/// The grant behind a call to the service of this entity.
pub(super) fn authorise(
    app: &App,
    headers: &HeaderMap,
    peer: &Peer,
    entity: &str,
) -> Result<Grant, Box<Response>> {
    let Some(fingerprint) = &peer.fingerprint else {
        return Err(Box::new(unauthorised("certificate.missing", "a client certificate is required")));
    };
    let grant = bearer(headers).and_then(|token| find(&app.tokens.access, token));
    let Some(grant) = grant else {
        return Err(Box::new(unauthorised(
            "token.invalid",
            "the access token is missing, not known or has ended",
        )));
    };
    if grant.fingerprint != *fingerprint {
        return Err(Box::new(unauthorised(
            "holder.of.key",
            "the token was issued to the holder of another key",
        )));
    }
    if grant.entity != entity {
        return Err(Box::new(unauthorised("token.audience", "the token is for another service")));
    }
    let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let id = text("x-transaktionsid").and_then(|text| Uuid::parse_str(text).ok());
    let time = text("x-transaktionstid").and_then(|text| text.parse::<Timestamp>().ok());
    if id.is_none() || time.is_none() {
        let message = "x-TransaktionsId (UUID) and x-TransaktionsTid (time) are required";
        return Err(Box::new(refuse(StatusCode::BAD_REQUEST, "header.missing", message)));
    }
    Ok(grant)
}
