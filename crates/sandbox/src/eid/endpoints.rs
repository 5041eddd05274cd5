//! The issuer's addresses for machines, and the one to which a chosen person leads.

use std::sync::{MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Json, http::Uri};
use base64_simd::URL_SAFE_NO_PAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::PATH;
use super::codes::{Codes, Given};
use super::people::TestPerson;
use crate::shared::{App, Shared};

/// Seconds that an identity token is good for.
const TOKEN_SECONDS: u64 = 300;

/// What a client asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    client_id: String,
    redirect_uri: String,
    response_type: String,
    scope: String,
    state: String,
    nonce: Option<String>,
    code_challenge: String,
    code_challenge_method: String,
}

impl Asked {
    /// Whether it is a question that this issuer answers.
    pub(crate) fn fits(&self) -> bool {
        self.response_type == "code"
            && !self.client_id.is_empty()
            && self.scope.split(' ').any(|scope| scope == "openid")
            && self.code_challenge_method == "S256"
            && self.code_challenge.len() == 43
            && is_here(&self.redirect_uri)
    }
}

/// Whether an address is on this machine: people are led nowhere else.
fn is_here(address: &str) -> bool {
    let Ok(uri) = address.parse::<Uri>() else { return false };
    let http = matches!(uri.scheme_str(), Some("http" | "https"));
    http && matches!(uri.host(), Some("127.0.0.1" | "localhost" | "[::1]"))
        && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
}

fn issuer(app: &Shared) -> String {
    format!("{}{PATH}", app.urls.web)
}

fn codes(app: &Shared) -> MutexGuard<'_, Codes> {
    app.eid.codes.lock().unwrap_or_else(PoisonError::into_inner)
}

/// OpenID Connect Discovery 1.0, section 3.
pub(super) async fn discovery(State(app): State<App>) -> Json<Value> {
    let issuer = issuer(&app);
    let at = |path: &str| format!("{issuer}/{path}");
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "jwks_uri": at("jwks"),
        "end_session_endpoint": at("end"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "groups"],
        "claims_supported": ["sub", "name", "preferred_username", "groups"],
        "ui_locales_supported": ["da", "sv", "en"],
    }))
}

pub(super) async fn jwks(State(app): State<App>) -> Json<Value> {
    Json(app.eid.key.jwks())
}

/// A person was chosen.
pub(super) async fn authorize(
    State(app): State<App>,
    Path(person): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(person) = TestPerson::find(&person).filter(|_| asked.fits()) else {
        return refused("invalid_request");
    };
    let state = utf8_percent_encode(&asked.state, NON_ALPHANUMERIC);
    let to = asked.redirect_uri.clone();
    let given = Given::now(person, asked.client_id, asked.redirect_uri, asked.code_challenge, asked.nonce);
    let code = codes(&app).put(given);
    let mark = if to.contains('?') { '&' } else { '?' };
    Redirect::to(&format!(
        "{to}{mark}code={code}&state={state}&iss={}",
        utf8_percent_encode(&issuer(&app), NON_ALPHANUMERIC)
    ))
    .into_response()
}

/// What a client shows for tokens.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct TurnedIn {
    grant_type: String,
    code: String,
    redirect_uri: String,
    client_id: String,
    code_verifier: String,
}

pub(super) async fn token(State(app): State<App>, Form(form): Form<TurnedIn>) -> Response {
    if form.grant_type != "authorization_code" {
        return refused("unsupported_grant_type");
    }
    let given = codes(&app).take(&form.code);
    let shown = digest(&SHA256, form.code_verifier.as_bytes());
    let challenge = URL_SAFE_NO_PAD.encode_to_string(shown.as_ref());
    let fits = |given: &Given| {
        given.challenge == challenge && given.redirect == form.redirect_uri && given.client == form.client_id
    };
    let Some(given) = given.filter(fits) else { return refused("invalid_grant") };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let mut claims = claims(given.person);
    if let Some(claims) = claims.as_object_mut() {
        claims.insert("iss".into(), issuer(&app).into());
        claims.insert("aud".into(), given.client.into());
        claims.insert("iat".into(), now.into());
        claims.insert("exp".into(), now.saturating_add(TOKEN_SECONDS).into());
        if let Some(nonce) = given.nonce {
            claims.insert("nonce".into(), nonce.into());
        }
    }
    let Some(id_token) = app.eid.key.sign(&claims) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let access_token = codes(&app).token(given.person);
    let answer = json!({
        "access_token": access_token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS, "id_token": id_token,
    });
    Json(answer).into_response()
}

pub(super) async fn userinfo(State(app): State<App>, headers: HeaderMap) -> Response {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = bearer.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    match codes(&app).person_of(token) {
        Some(person) => Json(claims(person)).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

fn claims(person: &TestPerson) -> Value {
    json!({
        "sub": format!("sandbox-{}", person.id), "name": person.name,
        "preferred_username": person.id, "groups": person.groups,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Ended {
    post_logout_redirect_uri: String,
    state: Option<String>,
}

/// Nobody is signed in here for longer than a click: all there is to do is to lead back.
pub(super) async fn end(Query(ended): Query<Ended>) -> Response {
    if !is_here(&ended.post_logout_redirect_uri) {
        return Redirect::to("/").into_response();
    }
    let to = ended.post_logout_redirect_uri;
    let mark = if to.contains('?') { '&' } else { '?' };
    let state = ended
        .state
        .map(|state| format!("{mark}state={}", utf8_percent_encode(&state, NON_ALPHANUMERIC)))
        .unwrap_or_default();
    Redirect::to(&format!("{to}{state}")).into_response()
}

fn refused(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_led_to_this_machine_only() {
        for here in ["http://127.0.0.1:8080/sign-in/return", "https://localhost/x", "http://[::1]:1/"] {
            assert!(is_here(here), "{here}");
        }
        for elsewhere in [
            "https://evil.example/",
            "http://127.0.0.1@evil.example/",
            "http://127.0.0.1.evil.example/",
            "//127.0.0.1/",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!is_here(elsewhere), "{elsewhere}");
        }
    }
}
