//! Both factors at once: the organisation's certificate and the system's token.

use std::sync::Arc;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::enrol::{Sender, sha256_hex};
use crate::faults::Strike;
use crate::net::Peer;
use crate::outcome::Side;
use crate::shared::App;

/// The sender system behind a request.
pub(super) struct System {
    pub(super) sender: Arc<Sender>,
    /// The fault that has struck this call.
    pub(super) strike: Strike,
}

impl System {
    pub(super) fn id(&self) -> &str {
        &self.sender.system_id
    }
}

impl FromRequestParts<App> for System {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let State(app) =
            State::<App>::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        let strike = parts.extensions.get::<Strike>().cloned().unwrap_or_default();
        let unauthorised =
            |code, message: &str| Problem::new(StatusCode::UNAUTHORIZED, code, message).into_response();
        let peer = parts.extensions.get::<Peer>().cloned().unwrap_or_default();
        let Some(fingerprint) = peer.fingerprint else {
            return Err(unauthorised("certificate.missing", "a client certificate is required"));
        };
        let credentials =
            parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(basic);
        let Some((system_id, token)) = credentials else {
            return Err(unauthorised(
                "token.missing",
                "Authorization: Basic base64(systemId:apiToken) is required",
            ));
        };
        // Both sides are digests, so that the comparison tells nothing of the token by its duration.
        let known =
            app.senders.system(&system_id).filter(|sender| sender.token_hash == sha256_hex(token.as_bytes()));
        let Some(sender) = known else {
            return Err(unauthorised("token.invalid", "no active system has this id and token"));
        };
        let owner = app.senders.by_certificate(Side::Dk, &fingerprint);
        if owner.is_none_or(|owner| owner.number != sender.number) {
            let message = "the certificate is not registered for the organisation of this system";
            return Err(
                Problem::new(StatusCode::FORBIDDEN, "certificate.not.allowed", message).into_response()
            );
        }
        Ok(Self { sender, strike })
    }
}

fn basic(header: &str) -> Option<(String, String)> {
    let encoded = header.strip_prefix("Basic ").or_else(|| header.strip_prefix("basic "))?;
    let decoded = base64_simd::STANDARD.decode_to_vec(encoded.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    text.split_once(':').map(|(id, token)| (id.to_owned(), token.to_owned()))
}
