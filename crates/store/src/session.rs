//! Who is signed in. Of a session's cookie only the hash is stored; every node knows every session.

use crate::audit::{Act, ActKind};
use crate::engine::{Row as Fetched, Statement};
use crate::person::{self, Person};
use crate::tables::{person as people, session};
use crate::time::{micros, timestamp};
use crate::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// A session to begin.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of its cookie.
    pub hash: [u8; 32],
    /// What it is called in lists; opens nothing.
    pub id: Uuid,
    /// Whose it is.
    pub person: String,
    /// What the browser calls itself, in short.
    pub browser: String,
    /// When it begins.
    pub began_at: Timestamp,
    /// When it ends, whatever happens.
    pub ends_at: Timestamp,
}

/// A session that is alive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What it is called in lists.
    pub id: Uuid,
    /// Whose it is.
    pub person: String,
    /// What the browser called itself, in short.
    pub browser: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends, whatever happens.
    pub ends_at: Timestamp,
}

impl Store {
    /// Begins a session.
    ///
    /// # Errors
    /// [`StoreError::Refused`] if there is no such person.
    pub async fn begin_session(&self, new: &NewSession) -> Result<(), StoreError> {
        let began = micros(new.began_at);
        let values = vec![
            new.hash.into(),
            new.id.into(),
            new.person.as_str().into(),
            new.browser.as_str().into(),
            began.into(),
            micros(new.ends_at).into(),
        ];
        let seen = Statement::new(people::SEEN, vec![new.person.as_str().into(), began.into()]);
        self.write_all(vec![Statement::new(session::START, values), seen]).await.map(|_| ())
    }

    /// The session of a cookie's hash and its person, if it is alive at `now`, was used within `idle`, and the person
    /// may come in.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn session(
        &self,
        hash: [u8; 32],
        now: Timestamp,
        idle: SignedDuration,
    ) -> Result<Option<(Person, Session)>, StoreError> {
        let values = vec![hash.into(), micros(now).into(), since(now, idle).into()];
        let rows = self.readers().fetch(Statement::new(session::FIND, values)).await?;
        rows.first().map(|row| Ok((person::read(row)?, read(row, people::COLUMNS)?))).transpose()
    }

    /// All sessions that are alive, the last used first.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn sessions(&self, now: Timestamp, idle: SignedDuration) -> Result<Vec<Session>, StoreError> {
        let values = vec![micros(now).into(), since(now, idle).into()];
        let rows = self.readers().fetch(Statement::new(session::ALL, values)).await?;
        rows.iter().map(|row| read(row, 0)).collect()
    }

    /// Notes that a person used a session.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn seen(&self, hash: [u8; 32], person: &str, now: Timestamp) -> Result<(), StoreError> {
        let used = Statement::new(session::SEEN, vec![hash.into(), micros(now).into()]);
        let here = Statement::new(people::SEEN, vec![person.into(), micros(now).into()]);
        self.write_all(vec![used, here]).await.map(|_| ())
    }

    /// Ends the session of a cookie's hash: its person left.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn end_session(&self, hash: [u8; 32]) -> Result<(), StoreError> {
        self.write(Statement::new(session::END, vec![hash.into()])).await.map(|_| ())
    }

    /// Ends one session of a person by its name in lists; says whether it was alive.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn end_one_session(
        &self,
        id: Uuid,
        person: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let end = Statement::new(session::END_ONE, vec![id.into(), person.into()]);
        let act = Act::new(ActKind::SessionsEnded, by, at).about(person);
        self.changed(vec![end], act).await
    }

    /// Ends all sessions of a person; says whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn end_sessions_of(&self, person: &str, by: &str, at: Timestamp) -> Result<bool, StoreError> {
        let end = Statement::new(session::END_OF, vec![person.into()]);
        let act = Act::new(ActKind::SessionsEnded, by, at).about(person);
        self.changed(vec![end], act).await
    }

    /// Forgets sessions that have ended; says how many.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn forget_sessions(&self, now: Timestamp, idle: SignedDuration) -> Result<u64, StoreError> {
        self.write(Statement::new(session::FORGET, vec![micros(now).into(), since(now, idle).into()])).await
    }
}

/// Sessions last used at this moment or earlier have been idle too long.
fn since(now: Timestamp, idle: SignedDuration) -> i64 {
    now.checked_sub(idle).map_or(i64::MIN, micros)
}

fn read(row: &Fetched, from: usize) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.uuid(from)?,
        person: row.text(from + 1)?,
        browser: row.text(from + 2)?,
        began_at: timestamp(row.int(from + 3)?)?,
        seen_at: timestamp(row.int(from + 4)?)?,
        ends_at: timestamp(row.int(from + 5)?)?,
    })
}
