//! Who may come in: API keys, people and their sessions. Only hashes are stored.

use crate::audit::{Act, ActKind};
use crate::engine::{Row as Fetched, Statement, Value};
use crate::tables::access;
use crate::time::{micros, opt_timestamp, timestamp};
use crate::{Store, StoreError};
use jiff::Timestamp;
use letter::SenderId;

/// An API key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its name, unique: who uses it.
    pub name: String,
    /// SHA-256 of the key itself.
    pub hash: [u8; 32],
    /// Senders it may act for.
    pub senders: Vec<SenderId>,
    /// What it may do, such as `letters:write`.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// A person who uses the web pages.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Login name, unique.
    pub name: String,
    /// Argon2 hash of the password, in PHC string form.
    pub password_hash: String,
    /// What the person may do.
    pub roles: Vec<String>,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("name", &self.name).field("roles", &self.roles).finish_non_exhaustive()
    }
}

impl Store {
    /// Adds an API key, made by `by`.
    ///
    /// # Errors
    /// [`StoreError::Refused`] if name or hash exist already, revoked or not.
    pub async fn put_api_key(
        &self,
        name: &str,
        hash: [u8; 32],
        senders: &[SenderId],
        scopes: &[String],
        created_at: Timestamp,
        by: &str,
    ) -> Result<(), StoreError> {
        let values = vec![
            name.into(),
            hash.into(),
            list_text(senders)?.into(),
            list_text(scopes)?.into(),
            micros(created_at).into(),
        ];
        let act = Act::new(ActKind::ApiKeyMade, by, created_at).about(name);
        self.write_act(vec![Statement::new(access::ADD_KEY, values)], 0, act).await.map(|_| ())
    }

    /// All API keys, revoked ones too.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn api_keys(&self) -> Result<Vec<ApiKey>, StoreError> {
        let rows = self.readers().fetch(Statement::new(access::KEYS, vec![])).await?;
        rows.iter()
            .map(|row| {
                Ok(ApiKey {
                    name: row.text(0)?,
                    hash: row.bytes32(1)?,
                    senders: list(&row.text(2)?)?,
                    scopes: list(&row.text(3)?)?,
                    created_at: timestamp(row.int(4)?)?,
                    revoked_at: opt_timestamp(row.opt_int(5)?)?,
                })
            })
            .collect()
    }

    /// Revokes an API key in the name of `by`; says whether there was one to revoke.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn revoke_api_key(&self, name: &str, at: Timestamp, by: &str) -> Result<bool, StoreError> {
        let revoke = Statement::new(access::REVOKE_KEY, vec![name.into(), micros(at).into()]);
        let act = Act::new(ActKind::ApiKeyRevoked, by, at).about(name);
        let changed = self.write_act(vec![revoke], 0, act).await?;
        Ok(changed.first().is_some_and(|rows| *rows > 0))
    }

    /// Adds a person, or sets their password and roles, in the name of `by`.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn put_user(
        &self,
        name: &str,
        password_hash: &str,
        roles: &[String],
        by: &str,
    ) -> Result<(), StoreError> {
        let values = vec![name.into(), password_hash.into(), list_text(roles)?.into()];
        let act = Act::new(ActKind::PersonSet, by, Timestamp::now()).about(name);
        self.write_act(vec![Statement::new(access::PUT_PERSON, values)], 0, act).await.map(|_| ())
    }

    /// Removes a person in the name of `by` and ends their sessions; says whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn remove_user(&self, name: &str, by: &str) -> Result<bool, StoreError> {
        let statements = vec![
            Statement::new(access::END_SESSIONS_OF, vec![name.into()]),
            Statement::new(access::REMOVE_PERSON, vec![name.into()]),
        ];
        let act = Act::new(ActKind::PersonRemoved, by, Timestamp::now()).about(name);
        Ok(self.write_act(statements, 1, act).await?.last().is_some_and(|changed| *changed > 0))
    }

    /// The person of that name.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn user(&self, name: &str) -> Result<Option<User>, StoreError> {
        let rows = self.readers().fetch(Statement::new(access::PERSON, vec![name.into()])).await?;
        rows.first().map(read_user).transpose()
    }

    /// Everybody, by name.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        self.readers().fetch(Statement::new(access::PEOPLE, vec![])).await?.iter().map(read_user).collect()
    }

    /// Starts a session; `hash` is the SHA-256 of its cookie.
    ///
    /// # Errors
    /// [`StoreError::Refused`] if there is no such person.
    pub async fn start_session(
        &self,
        hash: [u8; 32],
        user: &str,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let values = vec![hash.into(), user.into(), micros(expires_at).into()];
        self.write(Statement::new(access::START_SESSION, values)).await.map(|_| ())
    }

    /// The person of a session that is alive at `now`, and its end.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn session(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<(User, Timestamp)>, StoreError> {
        let values: Vec<Value> = vec![hash.into(), micros(now).into()];
        let rows = self.readers().fetch(Statement::new(access::SESSION, values)).await?;
        rows.first().map(|row| Ok((read_user(row)?, timestamp(row.int(3)?)?))).transpose()
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn end_session(&self, hash: [u8; 32]) -> Result<(), StoreError> {
        self.write(Statement::new(access::END_SESSION, vec![hash.into()])).await.map(|_| ())
    }

    /// Forgets sessions that have ended; says how many.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn end_expired_sessions(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.write(Statement::new(access::END_EXPIRED, vec![micros(now).into()])).await
    }
}

fn read_user(row: &Fetched) -> Result<User, StoreError> {
    Ok(User { name: row.text(0)?, password_hash: row.text(1)?, roles: list(&row.text(2)?)? })
}

fn list_text<T: serde::Serialize>(items: &[T]) -> Result<String, StoreError> {
    serde_json::to_string(items).map_err(|error| StoreError::Refused { detail: error.to_string() })
}

fn list<T: serde::de::DeserializeOwned>(text: &str) -> Result<Vec<T>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::corrupt("a stored list is unreadable"))
}
