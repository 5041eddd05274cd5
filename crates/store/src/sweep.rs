//! Bytes that nothing refers to: of calls that were cut off, repeated, or refused after their files were written.

use crate::tables::blob as table;
use crate::{Store, StoreError};
use std::collections::HashSet;
use std::time::{Duration, SystemTime};

/// What a sweep found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Objects looked at: those older than the grace time.
    pub looked_at: u64,
    /// Among them, those that no row refers to.
    pub orphans: u64,
    /// Removed of these; none in a dry run.
    pub removed: u64,
}

impl Store {
    /// Looks for stored objects that no row refers to and that are older than `grace`, and removes them if `remove`.
    /// An object is written before the row that refers to it, so `grace` must be longer than any call takes: an hour
    /// is plenty.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read or an object not removed.
    pub async fn sweep_blobs(&self, grace: Duration, remove: bool) -> Result<Swept, StoreError> {
        let before = SystemTime::now().checked_sub(grace).unwrap_or(SystemTime::UNIX_EPOCH);
        let mut swept = Swept::default();
        for names in self.files().older_than(before).await?.chunks(500) {
            let keys = names.iter().map(|name| (*name).into()).collect();
            let rows = table::KNOWN.read(self.readers(), keys).await?;
            let known = rows.iter().map(|row| row.bytes32(0)).collect::<Result<HashSet<_>, _>>()?;
            for name in names {
                swept.looked_at += 1;
                if known.contains(name) {
                    continue;
                }
                swept.orphans += 1;
                if remove {
                    self.files().remove(name).await?;
                    swept.removed += 1;
                }
            }
        }
        Ok(swept)
    }
}
