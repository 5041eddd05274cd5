//! Who is signed in. Sessions lie in the store, so that every node knows them; of a cookie only the hash is kept.
//!
//! Notices and files of unsent forms stay in the memory of one node. On another one a notice is not said, and a form says
//! that its files must be chosen again.

use super::held::{Drafts, Held};
use crate::access::Actor;
use crate::gateway::{Gateway, random_32};
use crate::keys::hash_key;
use crate::people;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use store::{NewSession, Origin, Person, Session, StoreError};
use uuid::Uuid;

/// Most sessions for which something is kept in memory at a time.
const MOST_DESKS: usize = 10_000;
/// What lies in memory this long is of no use any more.
const KEPT: Duration = Duration::from_secs(60 * 60);
/// How often it is written down that a session was used.
const SEEN_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// Hash of a session's cookie.
pub(super) type SessionId = [u8; 32];

/// What the next page should say once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// The letter was handed in.
    Sent,
    /// The same form had been sent already.
    SentBefore,
    /// What was asked for a letter is done.
    Acted,
    /// The letter moved while its page was read.
    Moved,
}

/// A session as a page sees it.
#[derive(Clone)]
pub(crate) struct SignedIn {
    pub(super) id: SessionId,
    pub(crate) actor: Actor,
    /// Stands in every form.
    pub(super) csrf: String,
    pub(super) person: Person,
    pub(super) session: Session,
}

impl SignedIn {
    /// Whether the person signed in with a password of the gateway's own.
    pub(super) fn locally(&self) -> bool {
        self.person.origin == Origin::Local
    }
}

/// What lies on somebody's desk between two pages.
struct Desk {
    used: Instant,
    notice: Option<Notice>,
    drafts: Drafts,
}

/// What this process remembers of sessions.
#[derive(Default)]
pub(super) struct Sessions(Mutex<HashMap<SessionId, Desk>>);

impl Sessions {
    fn desks(&self) -> MutexGuard<'_, HashMap<SessionId, Desk>> {
        // Nothing panics while holding it; were it so, the map would still be whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something at the desk of a session.
    fn at<T>(&self, id: &SessionId, act: impl FnOnce(&mut Desk) -> T) -> T {
        let now = Instant::now();
        let mut desks = self.desks();
        desks.retain(|_, desk| desk.used.elapsed() < KEPT);
        if desks.len() >= MOST_DESKS
            && let Some(oldest) = desks.iter().min_by_key(|(_, desk)| desk.used).map(|(id, _)| *id)
        {
            desks.remove(&oldest);
        }
        let empty = || Desk { used: now, notice: None, drafts: Drafts::default() };
        let desk = desks.entry(*id).or_insert_with(empty);
        desk.used = now;
        act(desk)
    }

    /// Forgets what was kept for a session.
    pub(super) fn forget(&self, id: &SessionId) {
        self.desks().remove(id);
    }

    /// Leaves word for the next page.
    pub(super) fn leave(&self, id: &SessionId, notice: Notice) {
        self.at(id, |desk| desk.notice = Some(notice));
    }

    /// Takes the word that was left.
    pub(super) fn take(&self, id: &SessionId) -> Option<Notice> {
        self.desks().get_mut(id)?.notice.take()
    }

    /// The files kept for a form.
    pub(super) fn held(&self, id: &SessionId, form: Uuid) -> Vec<Held> {
        self.desks().get_mut(id).map(|desk| desk.drafts.get(form)).unwrap_or_default()
    }

    /// Keeps a form's files for its next try; says whether there was room.
    pub(super) fn hold(&self, id: &SessionId, form: Uuid, files: Vec<Held>) -> bool {
        let elsewhere: usize =
            self.desks().iter().filter(|(other, _)| *other != id).map(|(_, desk)| desk.drafts.bytes()).sum();
        self.at(id, |desk| desk.drafts.put(form, files, elsewhere))
    }
}

/// Begins a session; the answer is its cookie's value, new at every sign-in, so that nobody can have given it to the
/// browser before.
pub(super) async fn begin(gateway: &Gateway, person: &str, browser: &str) -> Result<String, StoreError> {
    let token = hex::encode(random_32());
    let (began_at, pages) = (Timestamp::now(), &gateway.config.pages);
    let new = NewSession {
        hash: hash_key(&token),
        id: Uuid::now_v7(),
        person: person.to_owned(),
        browser: browser.to_owned(),
        began_at,
        ends_at: began_at.checked_add(pages.session()).unwrap_or(Timestamp::MAX),
    };
    gateway.store.begin_session(&new).await?;
    gateway.store.forget_sessions(began_at, pages.idle()).await?;
    Ok(token)
}

/// The session of a cookie, if it is alive.
pub(super) async fn find(gateway: &Gateway, cookie: &str) -> Result<Option<SignedIn>, StoreError> {
    if cookie.len() != 64 {
        return Ok(None);
    }
    let (id, now) = (hash_key(cookie), Timestamp::now());
    let Some((person, session)) = gateway.store.session(id, now, gateway.config.pages.idle()).await? else {
        return Ok(None);
    };
    if now.duration_since(session.seen_at) >= SEEN_EVERY
        && let Err(error) = gateway.store.seen(id, &person.name, now).await
    {
        // On a full disk people can still look; the session then ends as if it were idle.
        tracing::warn!(%error, "the use of a session is not written down");
    }
    let actor = people::actor(&person);
    Ok(Some(SignedIn { id, actor, csrf: csrf(cookie), person, session }))
}

/// The token of a session's forms: follows from the cookie, which pages cannot read, so that every node knows it.
fn csrf(cookie: &str) -> String {
    hex::encode(hash_key(&format!("brevdue form {cookie}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_said_once() {
        let sessions = Sessions::default();
        let id = hash_key("x");
        sessions.leave(&id, Notice::Sent);
        assert_eq!(sessions.take(&id), Some(Notice::Sent));
        assert_eq!(sessions.take(&id), None);
        sessions.leave(&id, Notice::Sent);
        sessions.forget(&id);
        assert_eq!(sessions.take(&id), None);
    }

    #[test]
    fn forms_of_two_sessions_differ_from_each_other_and_from_what_is_stored() {
        assert_ne!(csrf("a"), csrf("b"));
        assert_ne!(csrf("a"), hex::encode(hash_key("a")));
    }
}
