//! Identity tokens: verified as OpenID Connect Core 1.0, 3.1.3.7 asks, with an algorithm of our choice, not the token's.

use super::OidcError;
use crate::people::presentable;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use jiff::Timestamp;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde_json::{Map, Value};

/// Signatures with public keys only: neither `none` nor a shared secret.
const ALGORITHMS: [Algorithm; 8] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
];
/// How far clocks may differ, seconds.
const LEEWAY: u64 = 60;
/// Most groups that are looked at.
const MOST_GROUPS: usize = 2_000;

/// What a token must say.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
}

/// Who signed in, as far as the issuer says. Shows nothing of it when printed.
pub(crate) struct Claims(Map<String, Value>);

/// The head of a token, if its signature can be verified at all.
pub(super) fn head(token: &str) -> Result<Header, OidcError> {
    let head = jsonwebtoken::decode_header(token).map_err(|_| OidcError::Token("it is no signed token"))?;
    if ALGORITHMS.contains(&head.alg) { Ok(head) } else { Err(OidcError::Token("its algorithm is refused")) }
}

/// The key that a token names; if it names none, the only one.
pub(super) fn key<'a>(keys: &'a [Jwk], head: &Header) -> Option<&'a Jwk> {
    let signs = |key: &&Jwk| matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature));
    let mut fitting =
        keys.iter().filter(signs).filter(|key| head.kid.is_none() || key.common.key_id == head.kid);
    let found = fitting.next()?;
    (head.kid.is_some() || fitting.next().is_none()).then_some(found)
}

/// Verifies signature and claims.
pub(super) fn verify(
    token: &str,
    head: &Header,
    key: &Jwk,
    expected: &Expected<'_>,
) -> Result<Claims, OidcError> {
    let key = DecodingKey::from_jwk(key).map_err(|_| OidcError::Token("its key cannot be used"))?;
    let mut validation = Validation::new(head.alg);
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.client_id]);
    validation.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    let claims = jsonwebtoken::decode::<Map<String, Value>>(token, &key, &validation)
        .map_err(|error| OidcError::Token(why(&error)))?
        .claims;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let nonce = text("nonce").unwrap_or_default();
    if verify_slices_are_equal(nonce.as_bytes(), expected.nonce.as_bytes()).is_err() {
        return Err(OidcError::Token("its nonce is another one"));
    }
    let audiences = claims.get("aud").and_then(Value::as_array).map_or(1, Vec::len);
    let party = text("azp");
    if party.is_some_and(|party| party != expected.client_id) || (audiences > 1 && party.is_none()) {
        return Err(OidcError::Token("it was made for another client"));
    }
    let issued = claims.get("iat").and_then(Value::as_i64);
    let now = Timestamp::now().as_second();
    if issued.is_none_or(|issued| issued > now.saturating_add_unsigned(LEEWAY)) {
        return Err(OidcError::Token("it was made in the future"));
    }
    if text("sub").is_none_or(|subject| subject.is_empty() || subject.len() > 255) {
        return Err(OidcError::Token("it names nobody"));
    }
    Ok(Claims(claims))
}

fn why(error: &jsonwebtoken::errors::Error) -> &'static str {
    use jsonwebtoken::errors::ErrorKind;
    match error.kind() {
        ErrorKind::InvalidSignature => "its signature is wrong",
        ErrorKind::InvalidIssuer => "it is another issuer's",
        ErrorKind::InvalidAudience => "it was made for another client",
        ErrorKind::ExpiredSignature => "it has expired",
        ErrorKind::ImmatureSignature => "it is not valid yet",
        ErrorKind::MissingRequiredClaim(_) => "it lacks a claim",
        ErrorKind::InvalidAlgorithm => "its algorithm is not its key's",
        _ => "it is malformed",
    }
}

impl Claims {
    /// What the issuer calls the person. May be a personal number: only its keyed hash may be kept.
    pub(crate) fn subject(&self) -> &str {
        self.0.get("sub").and_then(Value::as_str).unwrap_or_default()
    }

    /// A name for people; none if the claim is missing or holds a personal number.
    pub(crate) fn name(&self, claim: &str) -> Option<String> {
        self.0.get(claim).and_then(Value::as_str).and_then(presentable)
    }

    /// The groups in a claim; nothing if there is no such claim.
    pub(crate) fn groups(&self, claim: &str) -> Option<Vec<&str>> {
        let found = self.0.get(claim).or_else(|| {
            let mut parts = claim.split('.');
            let first = self.0.get(parts.next()?)?;
            parts.try_fold(first, |value, part| value.get(part))
        })?;
        match found {
            Value::Array(groups) => Some(groups.iter().filter_map(Value::as_str).take(MOST_GROUPS).collect()),
            Value::String(group) => Some(vec![group]),
            _ => None,
        }
    }

    /// The same with more claims, which must speak of the same person; what the token says stays.
    pub(super) fn with(mut self, more: Option<Map<String, Value>>) -> Result<Claims, OidcError> {
        let Some(more) = more else { return Ok(self) };
        if more.get("sub") != self.0.get("sub") {
            return Err(OidcError::Token("userinfo speaks of somebody else"));
        }
        for (name, value) in more {
            self.0.entry(name).or_insert(value);
        }
        Ok(self)
    }
}
