//! Where the store lies and how much it may use.

use crate::{MasterKey, S3Config};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Settings of the embedded store.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// Directory of the database, the blobs and the lock; made if absent.
    pub data_dir: PathBuf,
    /// Connections for reading. Writing has one of its own.
    pub readers: u32,
    /// Most commands in one transaction.
    pub group_size: usize,
    /// Page cache of the writing connection, in KiB.
    pub writer_cache_kib: u32,
    /// Page cache of each reading connection, in KiB.
    pub reader_cache_kib: u32,
    /// Size of the write-ahead log, in bytes, at which it is written back into the database. Larger is faster
    /// under load; smaller makes the start after a kill quicker.
    pub checkpoint_bytes: u64,
    /// How long to wait for another process (a backup, the `sqlite3` tool) that holds the database.
    pub busy_timeout: Duration,
    /// The database may not grow beyond this, in bytes; then calls fail with [`crate::StoreError::Full`].
    pub max_database_bytes: Option<u64>,
    /// Wraps the keys under which letters are stored. Without one new letters are stored in clear, and a store that
    /// has keys does not open.
    pub master: Option<Arc<dyn MasterKey>>,
    /// Where large blobs lie; without a bucket they are files in the data directory.
    pub s3: Option<S3Config>,
}

impl StoreConfig {
    /// Settings that suit a small server.
    pub fn new(data_dir: impl Into<PathBuf>) -> StoreConfig {
        StoreConfig {
            data_dir: data_dir.into(),
            readers: 4,
            group_size: 256,
            writer_cache_kib: 16 * 1024,
            reader_cache_kib: 2 * 1024,
            checkpoint_bytes: 64 * 1024 * 1024,
            busy_timeout: Duration::from_secs(10),
            max_database_bytes: None,
            master: None,
            s3: None,
        }
    }
}
