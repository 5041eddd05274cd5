//! Source systems as they are seen from here (R121): last traffic, program, letters, units.

use crate::engine::Statement;
use crate::tables::system as table;
use crate::time::{micros, timestamp};
use crate::{Store, StoreError};
use jiff::Timestamp;
use letter::{SenderId, TypeCode};
use std::collections::BTreeMap;

/// Most units named of one sender.
const UNITS_MAX: usize = 500;

/// When a system was last heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemSeen {
    /// Its name: that of its API key, or of its certificate.
    pub name: String,
    /// When.
    pub last_at: Timestamp,
    /// Program and version, as it calls itself; may be empty.
    pub agent: String,
}

impl Store {
    /// Notes when systems were heard. An earlier word than the one that stands changes nothing.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn note_systems(&self, heard: &[SystemSeen]) -> Result<(), StoreError> {
        let statement = |seen: &SystemSeen| {
            let values =
                vec![seen.name.as_str().into(), micros(seen.last_at).into(), seen.agent.as_str().into()];
            Statement::new(table::HEARD, values)
        };
        self.write_all(heard.iter().map(statement).collect()).await.map(|_| ())
    }

    /// All systems that were heard, by name.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn systems_seen(&self) -> Result<Vec<SystemSeen>, StoreError> {
        let rows = self.readers().fetch(Statement::new(table::ALL, vec![])).await?;
        rows.iter()
            .map(|row| {
                Ok(SystemSeen { name: row.text(0)?, last_at: timestamp(row.int(1)?)?, agent: row.text(2)? })
            })
            .collect()
    }

    /// How many letters each system handed in for these senders since then. Letters of early releases have no system
    /// and are not counted.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn letters_by_system(
        &self,
        senders: &[SenderId],
        since: Timestamp,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for sender in senders {
            let values = vec![sender.0.as_str().into(), micros(since).into()];
            for row in self.readers().fetch(Statement::new(table::LETTERS, values)).await? {
                if let Some(source) = row.opt_text(0)? {
                    *found.entry(source).or_default() += row.int(1)?.unsigned_abs();
                }
            }
        }
        Ok(found)
    }

    /// How many letters of a sender's type were handed in since then.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn letters_of_type(
        &self,
        sender: &SenderId,
        code: &TypeCode,
        since: Timestamp,
    ) -> Result<u64, StoreError> {
        let values = vec![sender.0.as_str().into(), code.0.as_str().into(), micros(since).into()];
        let rows = self.readers().fetch(Statement::new(table::OF_TYPE, values)).await?;
        Ok(rows.first().map(|row| row.int(0)).transpose()?.map_or(0, i64::unsigned_abs))
    }

    /// The boards and units for which letters of a sender were handed in, at most five hundred.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn units_seen(&self, sender: &SenderId) -> Result<Vec<String>, StoreError> {
        let mut units: Vec<String> = Vec::new();
        while units.len() < UNITS_MAX {
            // From name to name along the index: letters are many, units few.
            let last = units.last().cloned().unwrap_or_default();
            let values = vec![sender.0.as_str().into(), last.into()];
            let rows = self.readers().fetch(Statement::new(table::NEXT_UNIT, values)).await?;
            match rows.first().map(|row| row.opt_text(0)).transpose()?.flatten() {
                Some(unit) => units.push(unit),
                None => break,
            }
        }
        Ok(units)
    }
}
