//! Where the store lies and how much it may use.

use crate::{MasterKey, S3Config};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Settings of the store.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// Directory of the embedded database, the blobs and the lock; made if absent.
    pub data_dir: PathBuf,
    /// A database server in place of the embedded database; then any number of nodes may share it.
    pub server: Option<DatabaseServer>,
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
            server: None,
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

/// Which database server, and how nodes live beside each other on it.
#[derive(Clone)]
pub struct DatabaseServer {
    /// `postgres://user@host:port/database`, without a password.
    pub url: String,
    /// The user's password, if the server asks for one.
    pub password: Option<String>,
    /// Whether the connection is encrypted and the server's certificate verified.
    pub tls: DatabaseTls,
    /// Certificates of issuers to trust beside the public ones, PEM.
    pub ca_file: Option<PathBuf>,
    /// What people call this node; need not be unique.
    pub node_name: String,
    /// A node that was silent for this long is taken for dead: others take its letters over.
    pub dead_after: Duration,
    /// Folder of large blobs. Each node must see the same one.
    pub blob_dir: PathBuf,
}

/// Encryption towards the database server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DatabaseTls {
    /// Verified, but left out on the same machine.
    #[default]
    Auto,
    /// Verified, always.
    Verify,
    /// None: for a network that nobody else can read.
    Off,
}

impl DatabaseServer {
    /// Settings that suit most servers.
    pub fn new(url: impl Into<String>) -> DatabaseServer {
        DatabaseServer {
            url: url.into(),
            password: None,
            tls: DatabaseTls::Auto,
            ca_file: None,
            node_name: format!("node {}", std::process::id()),
            dead_after: Duration::from_secs(20),
            blob_dir: PathBuf::from("blobs"),
        }
    }

    /// Looks at the settings without connecting.
    ///
    /// # Errors
    /// What is wrong, with the remedy.
    pub fn check(&self) -> Result<(), String> {
        if self.dead_after < Duration::from_secs(1) {
            return Err("dead_after_ms must be at least 1000".to_owned());
        }
        crate::engine::check_server(self)
    }

    /// Asks the server for its version and for settings with which it may lose letters.
    ///
    /// # Errors
    /// [`crate::StoreError`] says why it cannot be used.
    pub async fn about(&self) -> Result<(String, Vec<String>), crate::StoreError> {
        crate::engine::about_server(self).await
    }
}

impl std::fmt::Debug for DatabaseServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DatabaseServer")
            .field("url", &self.url)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}
