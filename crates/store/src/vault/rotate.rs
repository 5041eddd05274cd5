//! A new master key: the senders' keys are wrapped anew, no data are rewritten.

use crate::audit::{Act, ActKind};
use crate::engine::{Statement, Value};
use crate::tables::vault as table;
use crate::{Store, StoreError};
use jiff::Timestamp;

/// What a rotation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// The master key that wraps all keys now.
    pub master: String,
    /// Keys that were wrapped anew.
    pub rewrapped: usize,
    /// Keys that this master key wrapped already.
    pub current: usize,
}

impl Store {
    /// Whether this store encrypts, and the id of the master key that wraps new keys.
    pub fn master_key(&self) -> Option<String> {
        self.vault().map(|vault| vault.master.current())
    }

    /// Wraps the keys of all senders with the current master key, in one transaction; recorded in the audit chain.
    /// The keys that wrapped them before must still be at hand.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed. [`StoreError::Refused`] if this store does not encrypt.
    pub async fn rewrap_keys(&self, by: &str, at: Timestamp) -> Result<Rotated, StoreError> {
        let vault = self
            .vault()
            .ok_or_else(|| StoreError::Refused { detail: "this store has no master key".to_owned() })?;
        let master = vault.master.current();
        let mut rotated = Rotated { master: master.clone(), rewrapped: 0, current: 0 };
        let mut statements = Vec::new();
        for row in self.readers().fetch(Statement::new(table::TENANTS, vec![])).await? {
            let (sender, before, wrapped) = (row.text(0)?, row.text(1)?, row.blob(2)?);
            if before == master {
                rotated.current += 1;
                continue;
            }
            let key = vault.master.unwrap(&before, &sender, &wrapped)?;
            let wrapped = Value::Blob(vault.master.wrap(&sender, &key)?);
            let values = vec![sender.into(), master.as_str().into(), wrapped, before.into()];
            statements.push(Statement::new(table::REWRAP, values));
            rotated.rewrapped += 1;
        }
        if !statements.is_empty() {
            let act = Act::new(ActKind::MasterKeyRotated, by, at).about(&master);
            self.write_act(statements, 0, act).await?;
        }
        Ok(rotated)
    }
}
