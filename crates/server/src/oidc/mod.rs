//! Signing in at an issuer of identities: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636).
//!
//! Nothing is kept between the way there and the way back but a random secret in the browser's cookie: state, nonce and
//! the PKCE verifier follow from it, so that any node can take the answer, and nobody else's answer fits.

mod config;
mod issuer;
mod token;

pub use config::{Group, OidcConfig};
pub(crate) use issuer::code as error_code;
pub(crate) use token::Claims;

use crate::config::ConfigError;
use crate::gateway::OpenError;
use crate::keys::hash_key;
use base64_simd::URL_SAFE_NO_PAD;
use channels::Environment;
use issuer::{Document, Line};
use jsonwebtoken::jwk::Jwk;
use reqwest::Url;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

/// Why somebody could not sign in at the issuer. No text holds anything of a token or of a person.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OidcError {
    /// The issuer does not answer, or not usably: nothing is known of the person.
    #[error("the issuer is out of reach: {0}")]
    Unreachable(String),
    /// The issuer answered, and said no.
    #[error("the issuer refused: {0}")]
    Refused(String),
    /// What the issuer gave is not for us, not now or not genuine.
    #[error("the identity token does not hold: {0}")]
    Token(&'static str),
}

/// An issuer that is configured.
pub(crate) struct Oidc {
    config: OidcConfig,
    environment: Environment,
    secret: Option<Zeroizing<String>>,
    line: Line,
    known: Mutex<Known>,
}

/// What the issuer said of itself.
#[derive(Default)]
struct Known {
    document: Option<(Instant, Arc<Document>)>,
    keys: Arc<Vec<Jwk>>,
}

/// One way to the issuer and back.
pub(crate) struct Trip {
    secret: Zeroizing<String>,
}

impl Trip {
    /// A trip with this secret of the browser's cookie: 64 hexadecimal digits.
    pub(crate) fn new(secret: &str) -> Option<Trip> {
        let fits = secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| Trip { secret: Zeroizing::new(secret.to_owned()) })
    }

    fn derived(&self, what: &str) -> String {
        hex::encode(hash_key(&format!("brevdue {what} {}", *self.secret)))
    }

    /// Comes back unchanged with the answer.
    pub(crate) fn state(&self) -> String {
        self.derived("state")
    }

    /// Stands in the identity token.
    pub(crate) fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// Shown when the code is turned in: 64 characters.
    fn verifier(&self) -> String {
        self.derived("verifier")
    }

    fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode_to_string(hash_key(&self.verifier()))
    }
}

impl Oidc {
    /// Reads the secret and the roots; the issuer is first asked when somebody signs in.
    pub(crate) fn open(config: &OidcConfig, environment: Environment) -> Result<Oidc, OpenError> {
        let wrong = |text: String| OpenError::Config(ConfigError::Meaning(text));
        let read = |path: &std::path::Path, what: &str| {
            let text = std::fs::read_to_string(path);
            text.map(Zeroizing::new)
                .map_err(|error| wrong(format!("oidc.{what}: {}: {error}", path.display())))
        };
        let secret = config.client_secret_file.as_deref().map(|path| read(path, "client_secret_file"));
        let secret = secret
            .transpose()?
            .map(|text| Zeroizing::new(text.lines().next().unwrap_or_default().trim().to_owned()));
        if secret.as_ref().is_some_and(|secret| secret.is_empty()) {
            return Err(wrong("oidc.client_secret_file: its first line is empty".to_owned()));
        }
        let trust = config.trust.as_deref().map(|path| read(path, "trust")).transpose()?;
        let line = Line::open(trust.as_ref().map(|pem| pem.as_str()), environment)
            .map_err(|error| wrong(format!("oidc.trust: {error}")))?;
        Ok(Oidc { config: config.clone(), environment, secret, line, known: Mutex::default() })
    }

    pub(crate) fn config(&self) -> &OidcConfig {
        &self.config
    }

    /// Where the browser goes to sign in.
    pub(crate) async fn way_there(
        &self,
        trip: &Trip,
        back: &str,
        language: &str,
    ) -> Result<String, OidcError> {
        let document = self.document().await?;
        let query = [
            ("response_type", "code"),
            ("client_id", &self.config.client_id),
            ("redirect_uri", back),
            ("scope", &self.config.scopes.join(" ")),
            ("state", &trip.state()),
            ("nonce", &trip.nonce()),
            ("code_challenge", &trip.challenge()),
            ("code_challenge_method", "S256"),
            ("ui_locales", language),
        ];
        with_query(&document.authorization_endpoint, &query)
    }

    /// Where the browser goes to sign out at the issuer too, if the issuer offers it.
    pub(crate) async fn way_out(&self, back: &str) -> Result<Option<String>, OidcError> {
        let document = self.document().await?;
        let query = [("client_id", self.config.client_id.as_str()), ("post_logout_redirect_uri", back)];
        document.end_session_endpoint.as_deref().map(|end| with_query(end, &query)).transpose()
    }

    /// Turns in a code; the answer is who signed in, verified.
    pub(crate) async fn turn_in(&self, trip: &Trip, code: &str, back: &str) -> Result<Claims, OidcError> {
        let document = self.document().await?;
        let verifier = trip.verifier();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", &verifier),
        ];
        let secret = self.secret.as_ref().map(|secret| secret.as_str());
        let tokens = self.line.tokens(&document, &form, &self.config.client_id, secret).await?;
        let claims = self.verified(&document, trip, &tokens.id_token).await?;
        let asks_more = claims.groups(&self.config.groups_claim).is_none();
        let more = match (&document.userinfo_endpoint, &tokens.access_token) {
            (Some(endpoint), Some(token)) if asks_more => Some(self.line.userinfo(endpoint, token).await?),
            _ => None,
        };
        claims.with(more)
    }

    async fn verified(&self, document: &Document, trip: &Trip, token: &str) -> Result<Claims, OidcError> {
        let expected = token::Expected {
            issuer: &self.config.issuer,
            client_id: &self.config.client_id,
            nonce: &trip.nonce(),
        };
        let head = token::head(token)?;
        let known = Arc::clone(&self.known.lock().await.keys);
        if let Some(key) = token::key(&known, &head) {
            return token::verify(token, &head, key, &expected);
        }
        // The issuer may have changed its keys: asked once.
        let fresh = Arc::new(self.line.keys(&document.jwks_uri).await?);
        self.known.lock().await.keys = Arc::clone(&fresh);
        let key = token::key(&fresh, &head).ok_or(OidcError::Token("its key is unknown"))?;
        token::verify(token, &head, key, &expected)
    }

    /// What the issuer says of itself, asked again from time to time. While it does not answer, what it said before holds.
    async fn document(&self) -> Result<Arc<Document>, OidcError> {
        let before = self.known.lock().await.document.clone();
        if let Some((at, document)) = &before
            && at.elapsed() < issuer::FRESH
        {
            return Ok(Arc::clone(document));
        }
        // Not under the lock: nobody waits for somebody else's question.
        match self.line.discover(&self.config.issuer, self.environment).await {
            Ok(document) => {
                let document = Arc::new(document);
                self.known.lock().await.document = Some((Instant::now(), Arc::clone(&document)));
                Ok(document)
            }
            Err(error) => before.map(|(_, document)| document).ok_or(error),
        }
    }
}

fn with_query(address: &str, query: &[(&str, &str)]) -> Result<String, OidcError> {
    let mut url =
        Url::parse(address).map_err(|_| OidcError::Unreachable("its address is none".to_owned()))?;
    url.query_pairs_mut().extend_pairs(query);
    Ok(url.into())
}
