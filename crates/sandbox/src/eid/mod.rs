//! An issuer of identities as a municipality has one (OpenID Connect Core 1.0): discovery, authorization code with PKCE,
//! keys, userinfo, sign-out. Whoever comes chooses which invented person to be.
//!
//! It knows no clients beforehand: any may ask, but only for this machine, and with PKCE. Keys and codes live in memory,
//! so that a restart is a change of keys.

mod codes;
mod endpoints;
mod keys;
mod people;

use std::sync::Mutex;

use axum::Router;
use axum::routing::{get, post};

use crate::error::SandboxError;
use crate::shared::App;
pub(crate) use endpoints::Asked;
pub(crate) use people::{PEOPLE, TestPerson};

/// Path below which the issuer is.
pub(crate) const PATH: &str = "eid";

/// What the issuer holds in memory.
pub(crate) struct Issuer {
    key: keys::Key,
    codes: Mutex<codes::Codes>,
}

impl Issuer {
    /// An issuer with a new key.
    pub(crate) fn new() -> Result<Self, SandboxError> {
        Ok(Self { key: keys::Key::new()?, codes: Mutex::default() })
    }
}

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/eid/.well-known/openid-configuration", get(endpoints::discovery))
        .route("/eid/jwks", get(endpoints::jwks))
        .route("/eid/authorize/{person}", get(endpoints::authorize))
        .route("/eid/token", post(endpoints::token))
        .route("/eid/userinfo", get(endpoints::userinfo))
        .route("/eid/end", get(endpoints::end))
}
