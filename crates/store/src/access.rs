//! Which systems may come in: API keys, of which only hashes are stored.

use crate::audit::{Act, ActKind};
use crate::engine::Statement;
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
}

pub(crate) fn list_text<T: serde::Serialize>(items: &[T]) -> Result<String, StoreError> {
    serde_json::to_string(items).map_err(|error| StoreError::Refused { detail: error.to_string() })
}

pub(crate) fn list<T: serde::de::DeserializeOwned>(text: &str) -> Result<Vec<T>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::corrupt("a stored list is unreadable"))
}
