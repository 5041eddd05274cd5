//! A form that the person who is signed in sent from one of our own pages.

use super::session::SignedIn;
use super::visit::Visit;
use super::{fault, guard};
use crate::gateway::Gateway;
use axum::extract::{FromRequest, FromRequestParts, RawForm, Request};
use axum::response::Response;
use serde::de::DeserializeOwned;

/// What a form holds, name by name, where a name may come several times.
pub(super) type Pairs = Vec<(String, String)>;

/// Who sent a form, and what stands in it: handlers that take it can be reached in no other way.
///
/// Refused with a page: whoever is not signed in, to the door; what does not come from our pages, lacks the session's token
/// or cannot be read, as a form that is too old.
pub(super) struct Ours<T> {
    pub(super) visit: Visit,
    pub(super) who: SignedIn,
    pub(super) form: T,
}

impl<T: DeserializeOwned> FromRequest<Gateway> for Ours<T> {
    type Rejection = Response;

    async fn from_request(request: Request, gateway: &Gateway) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, gateway).await;
        let Some(who) = visit.signed_in.clone() else { return Err(visit.to_door()) };
        // The length of the body is limited by the door.
        let Ok(RawForm(bytes)) = RawForm::from_request(Request::from_parts(parts, body), gateway).await
        else {
            return Err(fault::stale(&visit));
        };
        match guard::ours(&visit.headers, &who, token(&bytes)).then(|| serde_urlencoded::from_bytes(&bytes)) {
            Some(Ok(form)) => Ok(Ours { visit, who, form }),
            Some(Err(_)) | None => Err(fault::stale(&visit)),
        }
    }
}

/// The token in a form: the first pair of that name.
fn token(bytes: &[u8]) -> &str {
    let name = b"csrf=";
    let pair = bytes.split(|byte| *byte == b'&').find_map(|pair| pair.strip_prefix(name));
    // Ours is of hexadecimal digits: one that would have to be decoded is not ours.
    pair.and_then(|token| std::str::from_utf8(token).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn the_first_token_counts() {
        assert_eq!(token(b"name=a&csrf=0af1&csrf=77"), "0af1");
        assert_eq!(token(b"xcsrf=0af1"), "");
        assert_eq!(token(b"csrf=\xff"), "");
        assert_eq!(token(b""), "");
    }
}
