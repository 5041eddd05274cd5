//! What is asked of the issuer: discovery (OpenID Connect Discovery 1.0), tokens, keys, userinfo. Answers are bounded and
//! never logged.

use super::OidcError;
use super::config::is_safe;
use channels::Environment;
use jsonwebtoken::jwk::Jwk;
use letter::percent_encoded;
use reqwest::{Certificate, Client, RequestBuilder, StatusCode, redirect};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long what the issuer says of itself holds.
pub(super) const FRESH: Duration = Duration::from_secs(60 * 60);
/// Time for one answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Largest answer, bytes.
const MOST_BYTES: usize = 512 * 1024;

/// What an issuer says of itself.
#[derive(Debug, Deserialize)]
pub(super) struct Document {
    issuer: String,
    pub(super) authorization_endpoint: String,
    token_endpoint: String,
    pub(super) jwks_uri: String,
    #[serde(default)]
    pub(super) userinfo_endpoint: Option<String>,
    #[serde(default)]
    pub(super) end_session_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

/// What is given for a code.
#[derive(Deserialize)]
pub(super) struct Tokens {
    pub(super) id_token: String,
    #[serde(default)]
    pub(super) access_token: Option<String>,
}

/// An error of the token endpoint (RFC 6749, 5.2); its description is not for us.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<Value>,
}

/// The line to the issuer.
pub(super) struct Line(Client);

impl Line {
    pub(super) fn open(trust: Option<&str>, environment: Environment) -> Result<Line, reqwest::Error> {
        let mut builder = Client::builder()
            .https_only(environment != Environment::Sandbox)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(PATIENCE / 2)
            .timeout(PATIENCE);
        if let Some(pem) = trust {
            builder = builder.tls_certs_only(Certificate::from_pem_bundle(pem.as_bytes())?);
        }
        builder.build().map(Line)
    }

    /// The issuer's own account of itself; refused if it is another issuer's or names an address that is not safe.
    pub(super) async fn discover(
        &self,
        issuer: &str,
        environment: Environment,
    ) -> Result<Document, OidcError> {
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let document: Document = read(self.0.get(address)).await?;
        if document.issuer != issuer {
            return Err(unusable("it calls itself otherwise than oidc.issuer"));
        }
        let optional = [&document.userinfo_endpoint, &document.end_session_endpoint];
        let addresses = [&document.authorization_endpoint, &document.token_endpoint, &document.jwks_uri];
        let safe = |address: &String| is_safe(address, environment);
        if !addresses.into_iter().all(safe) || !optional.into_iter().flatten().all(safe) {
            return Err(unusable("it names an address that is not https"));
        }
        Ok(document)
    }

    /// Its keys. Those of kinds that this release does not know are passed over.
    pub(super) async fn keys(&self, address: &str) -> Result<Vec<Jwk>, OidcError> {
        let found: Keys = read(self.0.get(address)).await?;
        Ok(found.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
    }

    /// Turns in a code.
    pub(super) async fn tokens(
        &self,
        document: &Document,
        form: &[(&str, &str)],
        client_id: &str,
        secret: Option<&str>,
    ) -> Result<Tokens, OidcError> {
        let request = self.0.post(&document.token_endpoint);
        let by_form = document
            .token_endpoint_auth_methods_supported
            .as_ref()
            .is_some_and(|methods| !methods.iter().any(|method| method == "client_secret_basic"));
        let (request, more) = match secret {
            Some(secret) if by_form => (request, vec![("client_id", client_id), ("client_secret", secret)]),
            // Both parts are form-encoded first (RFC 6749, 2.3.1).
            Some(secret) => {
                (request.basic_auth(percent_encoded(client_id), Some(percent_encoded(secret))), Vec::new())
            }
            None => (request, vec![("client_id", client_id)]),
        };
        let fields: Vec<String> = form
            .iter()
            .chain(&more)
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .collect();
        let body = Zeroizing::new(fields.join("&"));
        let request = request
            .header(reqwest::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.as_bytes().to_vec());
        read(request).await
    }

    /// More claims about whoever signed in.
    pub(super) async fn userinfo(&self, address: &str, token: &str) -> Result<Map<String, Value>, OidcError> {
        read(self.0.get(address).bearer_auth(token)).await
    }
}

/// Asks, and reads a bounded JSON answer.
async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, OidcError> {
    let lost = |error: reqwest::Error| OidcError::Unreachable(error.without_url().to_string());
    let mut response = request.send().await.map_err(lost)?;
    let status = response.status();
    let mut body = Zeroizing::new(Vec::new());
    while let Some(part) = response.chunk().await.map_err(lost)? {
        if body.len() + part.len() > MOST_BYTES {
            return Err(unusable("its answer is too large"));
        }
        body.extend_from_slice(&part);
    }
    if status.is_success() {
        return serde_json::from_slice(&body).map_err(|_| unusable("its answer is not what it should be"));
    }
    let refusal = serde_json::from_slice::<Refusal>(&body).map(|refusal| refusal.error);
    match refusal {
        Ok(error) if matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED) => {
            Err(OidcError::Refused(code(&error)))
        }
        _ => Err(OidcError::Unreachable(format!("it answers {}", status.as_u16()))),
    }
}

/// An error code, as far as it is one.
pub(crate) fn code(error: &str) -> String {
    let plain = |c: &char| c.is_ascii_lowercase() || *c == '_';
    error.chars().filter(plain).take(60).collect()
}

fn unusable(what: &str) -> OidcError {
    OidcError::Unreachable(what.to_owned())
}
