//! Who calls, and may they.

use super::Lang;
use crate::access::Actor;
use crate::gateway::Gateway;
use crate::problem::Problem;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use catalogue::{Code, Language};

/// A caller with a valid key, and the language it reads.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) actor: Actor,
    pub(crate) language: Language,
}

impl FromRequestParts<Gateway> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Problem> {
        // The door has recognised it already.
        if let Some(caller) = parts.extensions.get::<Caller>() {
            return Ok(caller.clone());
        }
        let Ok(Lang(language)) = Lang::from_request_parts(parts, gateway).await;
        let refuse = |code| Problem::new(code).in_language(language);
        let header = parts.headers.get(header::AUTHORIZATION).ok_or_else(|| refuse(Code::KeyMissing))?;
        let bearer = header.to_str().ok().and_then(|text| {
            let (scheme, key) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
        });
        let actor = gateway.authenticate(bearer.ok_or_else(|| refuse(Code::KeyWrong))?).await;
        let actor = actor.ok_or_else(|| refuse(Code::KeyWrong))?;
        gateway.traffic.heard(&actor.name, &parts.headers, jiff::Timestamp::now());
        Ok(Caller { actor, language })
    }
}
