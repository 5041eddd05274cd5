//! Finding and making the keys of senders and letters.

use super::letter_key::{KeyRow, LetterKey};
use super::master::{MasterKey, Secret};
use super::seal::{Purpose, SealKey};
use super::{INSTALLATION, MasterKeyError};
use crate::engine::{Connection, Statement, Value};
use crate::tables::vault as table;
use crate::{OpenError, Store, StoreError};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Letter keys kept in memory: those of letters under way.
const MOST_CACHED: usize = 16 * 1024;
/// For how long: a letter that another node has forgotten is forgotten here too after at most this.
const CACHED_FOR: Duration = Duration::from_secs(300);

/// The master key and the keys that it has opened.
pub(crate) struct Vault {
    pub(super) master: Arc<dyn MasterKey>,
    tenants: Mutex<HashMap<Arc<str>, Arc<SealKey>>>,
    letters: Mutex<HashMap<Uuid, (Instant, Arc<LetterKey>)>>,
}

impl Vault {
    /// Opens the keys of a store: the installation's key is made at the first start, and shows at each later one
    /// that the master key is the right one. A store with keys does not open without them.
    pub(crate) async fn open(
        master: Option<Arc<dyn MasterKey>>,
        connection: &mut Connection,
    ) -> Result<Option<Vault>, OpenError> {
        if let Some(master) = &master
            && tenant_row(connection.fetch(get_tenant(INSTALLATION)).await?)?.is_none()
        {
            // Another node may be quicker: the first key stays, and counts.
            let wrapped = master.wrap(INSTALLATION, &Secret::random()?)?;
            connection.execute(add_tenant(INSTALLATION, &master.current(), wrapped)).await?;
        }
        Vault::look(master, connection).await
    }

    /// Opens the keys of a store that is only looked at: none are made.
    pub(crate) async fn look(
        master: Option<Arc<dyn MasterKey>>,
        connection: &mut Connection,
    ) -> Result<Option<Vault>, OpenError> {
        let row = tenant_row(connection.fetch(get_tenant(INSTALLATION)).await?)?;
        let (master, (id, wrapped)) = match (master, row) {
            (_, None) => return Ok(None),
            (None, Some((id, _))) => return Err(OpenError::MasterKeyMissing { id }),
            (Some(master), Some(row)) => (master, row),
        };
        let key = master.unwrap(&id, INSTALLATION, &wrapped)?;
        let tenants = HashMap::from([(Arc::from(INSTALLATION), Arc::new(SealKey::new(&key)?))]);
        Ok(Some(Vault { master, tenants: Mutex::new(tenants), letters: Mutex::default() }))
    }

    fn known_tenant(&self, sender: &str) -> Option<Arc<SealKey>> {
        self.tenants.lock().ok()?.get(sender).cloned()
    }

    /// The installation's own key; [`Vault::open`] has put it there.
    pub(crate) fn installation(&self) -> Result<Arc<SealKey>, StoreError> {
        self.known_tenant(INSTALLATION).ok_or(StoreError::Closed)
    }

    fn keep_tenant(&self, sender: Arc<str>, key: &Arc<SealKey>) {
        if let Ok(mut tenants) = self.tenants.lock() {
            tenants.insert(sender, key.clone());
        }
    }

    fn known_letter(&self, id: Uuid) -> Option<Arc<LetterKey>> {
        let letters = self.letters.lock().ok()?;
        letters.get(&id).filter(|(since, _)| since.elapsed() < CACHED_FOR).map(|(_, key)| key.clone())
    }

    fn keep_letter(&self, key: &Arc<LetterKey>) {
        if let Ok(mut letters) = self.letters.lock() {
            if letters.len() >= MOST_CACHED {
                letters.clear();
            }
            letters.insert(key.id, (Instant::now(), key.clone()));
        }
    }

    pub(super) fn drop_letter(&self, id: Uuid) {
        if let Ok(mut letters) = self.letters.lock() {
            letters.remove(&id);
        }
    }
}

impl From<MasterKeyError> for StoreError {
    fn from(error: MasterKeyError) -> StoreError {
        match error {
            MasterKeyError::Failed { .. } => StoreError::corrupt(error.to_string()),
            _ => StoreError::Unavailable { detail: error.to_string() },
        }
    }
}

fn get_tenant(sender: &str) -> Statement {
    Statement::new(table::TENANT, vec![sender.into()])
}

fn add_tenant(sender: &str, master: &str, wrapped: Vec<u8>) -> Statement {
    Statement::new(table::ADD_TENANT, vec![sender.into(), master.into(), Value::Blob(wrapped)])
}

fn tenant_row(rows: Vec<crate::engine::Row>) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    rows.first().map(|row| Ok((row.text(0)?, row.blob(1)?))).transpose()
}

/// The key of a letter as the store has it.
pub(crate) enum Found {
    /// It is there.
    Key(Arc<LetterKey>),
    /// The letter was stored in clear.
    Clear,
    /// Its key was deleted.
    Forgotten,
}

impl Store {
    /// The key of a sender, made when it is first needed.
    pub(crate) async fn tenant_key(&self, vault: &Vault, sender: &str) -> Result<Arc<SealKey>, StoreError> {
        if let Some(key) = vault.known_tenant(sender) {
            return Ok(key);
        }
        let mut row = tenant_row(self.readers().fetch(get_tenant(sender)).await?)?;
        if row.is_none() {
            let wrapped = vault.master.wrap(sender, &Secret::random()?)?;
            self.write(add_tenant(sender, &vault.master.current(), wrapped)).await?;
            // Somebody else may have been quicker: what is stored counts.
            row = tenant_row(self.readers().fetch(get_tenant(sender)).await?)?;
        }
        let (id, wrapped) = row.ok_or_else(|| StoreError::corrupt("the key of a sender vanished"))?;
        let key = Arc::new(SealKey::new(&vault.master.unwrap(&id, sender, &wrapped)?)?);
        vault.keep_tenant(sender.into(), &key);
        Ok(key)
    }

    /// A key for a new letter, with the row to store it in.
    pub(crate) async fn new_letter_key(
        &self,
        vault: &Vault,
        id: Uuid,
        sender: &str,
    ) -> Result<(Arc<LetterKey>, KeyRow), StoreError> {
        let tenant = self.tenant_key(vault, sender).await?;
        let secret = Secret::random()?;
        let wrapped = tenant.seal(Purpose::LetterKey, id.as_bytes(), secret.bytes())?;
        Ok((Arc::new(LetterKey::new(id, &secret)?), KeyRow { sender: sender.into(), wrapped }))
    }

    /// The keys of letters; those stored in clear or forgotten are left out.
    pub(crate) async fn letter_keys(
        &self,
        ids: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<LetterKey>>, StoreError> {
        let Some(vault) = self.vault() else { return Ok(HashMap::new()) };
        let mut keys = HashMap::with_capacity(ids.len());
        let mut unknown = Vec::new();
        for id in ids {
            match vault.known_letter(*id) {
                Some(key) => {
                    keys.insert(*id, key);
                }
                None => unknown.push(Value::from(*id)),
            }
        }
        for row in table::LETTER_KEYS.read(self.readers(), unknown).await? {
            if let Found::Key(key) = self.open_letter_key(vault, &row).await? {
                keys.insert(key.id, key);
            }
        }
        Ok(keys)
    }

    /// The key of one letter.
    pub(crate) async fn letter_key(&self, id: Uuid) -> Result<Found, StoreError> {
        let Some(vault) = self.vault() else { return Ok(Found::Clear) };
        if let Some(key) = vault.known_letter(id) {
            return Ok(Found::Key(key));
        }
        let rows = table::LETTER_KEYS.read(self.readers(), vec![id.into()]).await?;
        match rows.first() {
            None => Ok(Found::Clear),
            Some(row) => self.open_letter_key(vault, row).await,
        }
    }

    async fn open_letter_key(&self, vault: &Vault, row: &crate::engine::Row) -> Result<Found, StoreError> {
        let (id, sender, wrapped) = (row.uuid(0)?, row.text(1)?, row.blob(2)?);
        if wrapped.is_empty() {
            return Ok(Found::Forgotten);
        }
        let tenant = self.tenant_key(vault, &sender).await?;
        let secret = tenant.open(Purpose::LetterKey, id.as_bytes(), &wrapped).and_then(|bytes| {
            let bytes = zeroize::Zeroizing::new(bytes);
            Secret::from_slice(&bytes)
        });
        let secret = secret.ok_or_else(|| StoreError::corrupt("the key of a letter was changed"))?;
        let key = Arc::new(LetterKey::new(id, &secret)?);
        vault.keep_letter(&key);
        Ok(Found::Key(key))
    }

    /// Notes the key of a letter that was stored, for what follows.
    pub(crate) fn keep_letter_key(&self, key: &Arc<LetterKey>) {
        if let Some(vault) = self.vault() {
            vault.keep_letter(key);
        }
    }
}
