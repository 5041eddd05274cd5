//! Changing one's own password: for those who have one here, such as the emergency administrator.

use super::shown;
use crate::gateway::Gateway;
use crate::pages::door::is_right;
use crate::pages::ours::Ours;
use crate::pages::session::SignedIn;
use crate::pages::unavailable;
use crate::pages::visit::{Visit, set_cookie};
use crate::pages::words::{Account, Door, fill};
use crate::people::{self, PasswordError};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use store::{Origin, StoreError};

/// What the form brings.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct Change {
    now: String,
    new: String,
    again: String,
}

/// Why a password was not changed.
pub(super) struct Mistake {
    /// Name of the field it is about.
    pub(super) field: &'static str,
    pub(super) text: String,
    status: StatusCode,
    /// Seconds to wait, after too many wrong ones.
    wait: Option<u64>,
}

impl Mistake {
    fn of(field: &'static str, text: &str) -> Mistake {
        Mistake { field, text: text.to_owned(), status: StatusCode::UNPROCESSABLE_ENTITY, wait: None }
    }
}

/// Why it did not come to a change.
enum Stopped {
    Mistake(Mistake),
    Store(StoreError),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Stopped {
        Stopped::Store(error)
    }
}

/// `POST /account/password`: afterwards one signs in with the new one, everywhere.
pub(in crate::pages) async fn change(
    State(gateway): State<Gateway>,
    Ours { visit, who, form }: Ours<Change>,
) -> Response {
    if !matches!(who.person.origin, Origin::Local) {
        return super::super::refused(&visit);
    }
    match set(&gateway, &visit, &who, form).await {
        Ok(()) => {
            let mut response = visit.go("/?password_set=1");
            set_cookie(&mut response, &visit.session_cookie("", 0));
            response
        }
        Err(Stopped::Store(error)) => {
            tracing::error!(%error, "a password cannot be changed");
            unavailable(&visit)
        }
        Err(Stopped::Mistake(mistake)) => {
            let (status, wait) = (mistake.status, mistake.wait);
            let mut response = shown(&gateway, &visit, &who, status, Some(mistake));
            if let Some(seconds) = wait {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            response
        }
    }
}

async fn set(gateway: &Gateway, visit: &Visit, who: &SignedIn, form: Change) -> Result<(), Stopped> {
    let t = Account::of(visit.lang);
    let name = who.person.name.as_str();
    let mistake = |field, text| Err(Stopped::Mistake(Mistake::of(field, text)));
    // A session that was left open is no reason to let its finder guess.
    if let Some(seconds) = gateway.attempts.must_wait(visit.address, name) {
        let text = fill(Door::of(visit.lang).slow, &[("seconds", &seconds.to_string())]);
        let slow = Mistake {
            status: StatusCode::TOO_MANY_REQUESTS,
            wait: Some(seconds),
            ..Mistake::of("now", &text)
        };
        return Err(Stopped::Mistake(slow));
    }
    gateway.attempts.begin(visit.address, name);
    if !is_right(gateway, name, form.now.clone()).await? {
        tracing::warn!("a change of password with a wrong old one was refused");
        return mistake("now", t.password_wrong);
    }
    gateway.attempts.succeeded(visit.address, name);
    if form.new == form.now {
        return mistake("new", t.password_same);
    }
    if form.new != form.again {
        return mistake("again", t.password_differs);
    }
    let Ok(_turn) = gateway.password_turns.acquire().await else { return mistake("new", t.password_wrong) };
    let hashed = tokio::task::spawn_blocking(move || people::hash_password(&form.new)).await;
    let hash = match hashed.unwrap_or(Err(PasswordError::Hash)) {
        Ok(hash) => hash,
        Err(PasswordError::Length) => return mistake("new", t.password_length),
        Err(PasswordError::Hash) => return Err(Stopped::Store(StoreError::Closed)),
    };
    gateway.store.set_password(name, &hash, name, Timestamp::now()).await?;
    tracing::info!(person = name, "changed their password");
    Ok(())
}
