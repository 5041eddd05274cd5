//! Who is signed in. Sessions live in memory and end with the process; of cookie and key only hashes are
//! kept, and the key is looked up again at each visit, so that a revoked one ends its sessions at once.

use super::held::{Drafts, Held};
use crate::access::Actor;
use crate::gateway::{Gateway, random_32};
use crate::keys::{self, hash_key};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Longest session: a working day.
pub(super) const SESSION: Duration = Duration::from_secs(12 * 60 * 60);
/// Most sessions at a time.
const MOST_SESSIONS: usize = 10_000;
/// Failed attempts to sign in from one address before it must wait.
const MOST_FAILURES: u32 = 20;
/// For how long failed attempts count.
const FAILURE_WINDOW: Duration = Duration::from_secs(60);
/// Most addresses whose failures are remembered.
const MOST_ADDRESSES: usize = 10_000;

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

struct Session {
    key_hash: [u8; 32],
    csrf: String,
    ends: Instant,
    notice: Option<Notice>,
    drafts: Drafts,
}

/// A session as a page sees it.
#[derive(Clone)]
pub(crate) struct SignedIn {
    pub(super) id: SessionId,
    pub(crate) actor: Actor,
    /// Stands in every form.
    pub(super) csrf: String,
}

/// All sessions of this process.
#[derive(Default)]
pub(super) struct Sessions {
    open: Mutex<HashMap<SessionId, Session>>,
    failures: Mutex<HashMap<Option<IpAddr>, (Instant, u32)>>,
}

impl Sessions {
    fn open(&self) -> MutexGuard<'_, HashMap<SessionId, Session>> {
        // Nothing panics while holding it; were it so, the map would still be whole.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a session; the answer is its cookie's value.
    pub(super) fn begin(&self, key_text: &str) -> String {
        let token = hex::encode(random_32());
        let now = Instant::now();
        let session = Session {
            key_hash: hash_key(key_text),
            csrf: hex::encode(random_32()),
            ends: now + SESSION,
            notice: None,
            drafts: Drafts::default(),
        };
        let mut open = self.open();
        open.retain(|_, session| session.ends > now);
        if open.len() >= MOST_SESSIONS
            && let Some(oldest) = open.iter().min_by_key(|(_, session)| session.ends).map(|(id, _)| *id)
        {
            open.remove(&oldest);
        }
        open.insert(hash_key(&token), session);
        token
    }

    /// The session of a cookie, if its key is still good.
    pub(super) async fn find(&self, gateway: &Gateway, cookie: &str) -> Option<SignedIn> {
        let id = hash_key(cookie);
        let (key_hash, csrf) = {
            let open = self.open();
            let session = open.get(&id).filter(|session| session.ends > Instant::now())?;
            (session.key_hash, session.csrf.clone())
        };
        let keys = gateway.store.api_keys().await.map_err(|error| {
            tracing::error!(%error, "API keys cannot be read");
        });
        let row = keys.ok()?.into_iter().find(|row| row.hash == key_hash);
        let Some(row) = row.filter(|row| row.revoked_at.is_none()) else {
            self.open().remove(&id);
            return None;
        };
        Some(SignedIn { id, actor: keys::actor(&row), csrf })
    }

    /// Ends a session.
    pub(super) fn end(&self, id: &SessionId) {
        self.open().remove(id);
    }

    /// Leaves word for the next page.
    pub(super) fn leave(&self, id: &SessionId, notice: Notice) {
        if let Some(session) = self.open().get_mut(id) {
            session.notice = Some(notice);
        }
    }

    /// Takes the word that was left.
    pub(super) fn take(&self, id: &SessionId) -> Option<Notice> {
        self.open().get_mut(id)?.notice.take()
    }

    /// The files kept for a form.
    pub(super) fn held(&self, id: &SessionId, form: uuid::Uuid) -> Vec<Held> {
        self.open().get_mut(id).map(|session| session.drafts.get(form)).unwrap_or_default()
    }

    /// Keeps a form's files for its next try; says whether there was room.
    pub(super) fn hold(&self, id: &SessionId, form: uuid::Uuid, files: Vec<Held>) -> bool {
        let mut open = self.open();
        let elsewhere: usize =
            open.iter().filter(|(other, _)| *other != id).map(|(_, session)| session.drafts.bytes()).sum();
        open.get_mut(id).is_some_and(|session| session.drafts.put(form, files, elsewhere))
    }

    /// Seconds that this address must wait before it may try a key again.
    pub(super) fn must_wait(&self, address: Option<IpAddr>) -> Option<u64> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = failures.get(&address)?;
        let left = FAILURE_WINDOW.checked_sub(since.elapsed())?;
        (*count >= MOST_FAILURES).then(|| left.as_secs() + 1)
    }

    /// Counts a wrong key.
    pub(super) fn failed(&self, address: Option<IpAddr>) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, (since, _)| since.elapsed() < FAILURE_WINDOW);
        if failures.len() >= MOST_ADDRESSES {
            failures.clear();
        }
        failures.entry(address).or_insert((Instant::now(), 0)).1 += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_keeps_failing_must_wait_and_others_need_not() {
        let sessions = Sessions::default();
        let address = Some(IpAddr::from([192, 0, 2, 1]));
        for _ in 0..MOST_FAILURES {
            assert_eq!(sessions.must_wait(address), None);
            sessions.failed(address);
        }
        assert!(sessions.must_wait(address).is_some_and(|seconds| (1..=60).contains(&seconds)));
        assert_eq!(sessions.must_wait(Some(IpAddr::from([192, 0, 2, 2]))), None);
    }

    #[test]
    fn a_notice_is_said_once() {
        let sessions = Sessions::default();
        let id = hash_key(&sessions.begin("brevdue_x"));
        sessions.leave(&id, Notice::Sent);
        assert_eq!(sessions.take(&id), Some(Notice::Sent));
        assert_eq!(sessions.take(&id), None);
        sessions.end(&id);
        sessions.leave(&id, Notice::Sent);
        assert_eq!(sessions.take(&id), None);
    }
}
