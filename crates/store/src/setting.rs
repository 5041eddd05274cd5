//! Small values by name, such as the key of the search hash.

use crate::engine::{Statement, Value};
use crate::tables::setting;
use crate::vault::{Purpose, is_sealed};
use crate::{Store, StoreError};

impl Store {
    /// The value of that name.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn get_setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let rows = self.readers().fetch(Statement::new(setting::GET, vec![name.into()])).await?;
        rows.first().map(|row| row.blob(0)).transpose()
    }

    /// Sets a value.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn set_setting(&self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        self.write(Statement::new(setting::SET, vec![name.into(), Value::from(value)])).await.map(|_| ())
    }

    /// Sets a value unless there is one, and returns the one that holds: for keys made at the first start.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn setting_or(&self, name: &str, first: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.write(Statement::new(setting::SET_ONCE, vec![name.into(), Value::from(first)])).await?;
        self.get_setting(name).await?.ok_or_else(|| StoreError::corrupt("a setting vanished"))
    }

    /// A secret that was stored with [`Store::secret_or`].
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read, or the secret does not open.
    pub async fn secret(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(stored) = self.get_setting(name).await? else { return Ok(None) };
        match self.vault() {
            Some(vault) if is_sealed(&stored) => {
                let opened = vault.installation()?.open(Purpose::Setting, name.as_bytes(), &stored);
                opened
                    .map(Some)
                    .ok_or_else(|| StoreError::corrupt(format!("the secret {name} does not open")))
            }
            _ => Ok(Some(stored)),
        }
    }

    /// A secret made at the first start, like [`Store::setting_or`]. It is sealed where the store is encrypted; one
    /// from before that is sealed now.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written, or the secret does not open.
    pub async fn secret_or(&self, name: &str, first: &[u8]) -> Result<Vec<u8>, StoreError> {
        let Some(vault) = self.vault() else { return self.setting_or(name, first).await };
        let key = vault.installation()?;
        let about = name.as_bytes();
        let stored = self.setting_or(name, &key.seal(Purpose::Setting, about, first)?).await?;
        if is_sealed(&stored) {
            let opened = key.open(Purpose::Setting, about, &stored);
            return opened.ok_or_else(|| StoreError::corrupt(format!("the secret {name} does not open")));
        }
        self.set_setting(name, &key.seal(Purpose::Setting, about, &stored)?).await?;
        Ok(stored)
    }
}
