//! Is the store well?

use crate::engine::Statement;
use crate::tables::{event, tally};
use crate::{Store, StoreError};

/// How much the store holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The database.
    pub database_bytes: u64,
    /// Its write-ahead log; 0 on a database server.
    pub log_bytes: u64,
    /// Letters.
    pub letters: u64,
}

impl Store {
    /// Asks reader and writer for an answer.
    ///
    /// # Errors
    /// [`StoreError`] says what is wrong.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.readers().fetch(Statement::new("SELECT 1", vec![])).await?;
        self.write_all(Vec::new()).await.map(|_| ())
    }

    /// How much the store holds.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn size(&self) -> Result<Size, StoreError> {
        let (database_bytes, log_bytes) = self.readers().size(self.config()).await?;
        let letters = self.counts_by_state(None).await?.values().sum();
        Ok(Size { database_bytes, log_bytes, letters })
    }

    /// Reads the whole database and says what is wrong with it; nothing when all is well. Slow. Blobs in
    /// files are not read; each is verified when it is used.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read at all.
    pub async fn integrity_check(&self) -> Result<Vec<String>, StoreError> {
        let mut problems = self.readers().integrity().await?;
        let rules = [
            (event::GAPS, "letters with a gap in their events or an index that lags behind"),
            (event::HALF, "letters without index or first event"),
            (tally::WRONG, "counts that differ from the letters"),
        ];
        for (sql, what) in rules {
            let rows = self.readers().fetch(Statement::new(sql, vec![])).await?;
            let count = rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0);
            if count != 0 {
                problems.push(format!("{count} {what}"));
            }
        }
        Ok(problems)
    }
}
