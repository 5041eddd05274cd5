//! Who calls, and may they.

use super::Lang;
use crate::gateway::Gateway;
use crate::keys::{AuthedKey, Scope};
use crate::problem::Problem;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use catalogue::{Code, Language};

/// A caller with a valid key, and the language it reads.
pub(crate) struct Caller {
    pub(crate) key: AuthedKey,
    pub(crate) language: Language,
}

impl Caller {
    /// Refuses what the key's scopes do not cover.
    pub(crate) fn must(&self, scope: Scope) -> Result<(), Problem> {
        if self.key.may(scope) {
            return Ok(());
        }
        let detail = format!("this key lacks the scope {}", scope.as_str());
        Err(Problem::detail(Code::ScopeMissing, detail).in_language(self.language))
    }
}

impl FromRequestParts<Gateway> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Problem> {
        let Ok(Lang(language)) = Lang::from_request_parts(parts, gateway).await;
        let refuse = |code| Problem::new(code).in_language(language);
        let header = parts.headers.get(header::AUTHORIZATION).ok_or_else(|| refuse(Code::KeyMissing))?;
        let bearer = header.to_str().ok().and_then(|text| {
            let (scheme, key) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
        });
        let key = gateway.authenticate(bearer.ok_or_else(|| refuse(Code::KeyWrong))?).await;
        Ok(Caller { key: key.ok_or_else(|| refuse(Code::KeyWrong))?, language })
    }
}
