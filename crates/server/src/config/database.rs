//! `[database]`: a database server in place of the embedded database.

use super::{Blobs, Config, ConfigError, Encryption};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::{DatabaseServer, DatabaseTls, StoreConfig};

/// Environment variable with the password, where there is no `password_file`.
const PASSWORD: &str = "BREVDUE_DATABASE_PASSWORD";

/// A PostgreSQL server, on which any number of nodes may work.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `postgres://user@host:port/database`, without the password.
    pub url: String,
    /// File with the password in its first line; else the environment's `BREVDUE_DATABASE_PASSWORD`.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// Encryption: left out on the same machine only, unless this says otherwise.
    #[serde(default)]
    pub tls: Tls,
    /// Certificates of the server's issuer, PEM, if it is not a public one.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// What people call this node; its machine and port if absent.
    #[serde(default)]
    pub node: Option<String>,
    /// Silence after which a node's letters are taken over by the others, milliseconds.
    #[serde(default = "default_dead_after_ms")]
    pub dead_after_ms: u64,
    /// Folder of large documents, the same for all nodes; `blobs` in `data_dir` if absent.
    #[serde(default)]
    pub blob_dir: Option<PathBuf>,
    /// Connections for reading; writing and listening have three more.
    #[serde(default = "default_connections")]
    pub connections: u32,
}

/// Encryption towards the database server.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// Verified, but left out on the same machine.
    #[default]
    Auto,
    /// Verified.
    Verify,
    /// None.
    Off,
}

const fn default_dead_after_ms() -> u64 {
    20_000
}

const fn default_connections() -> u32 {
    8
}

impl DatabaseConfig {
    /// Makes relative paths start at `folder`.
    pub(super) fn settle(&mut self, folder: &Path) {
        let paths = [&mut self.password_file, &mut self.ca_file, &mut self.blob_dir];
        for path in paths.into_iter().flatten().filter(|path| path.is_relative()) {
            *path = folder.join(&*path);
        }
    }

    /// Checks what the file's syntax cannot say.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let wrong = |text: String| ConfigError::Meaning(format!("[database] {text}"));
        if self.connections == 0 {
            return Err(wrong("connections must be at least 1".to_owned()));
        }
        DatabaseServer {
            dead_after: Duration::from_millis(self.dead_after_ms),
            ..DatabaseServer::new(&self.url)
        }
        .check()
        .map_err(wrong)
    }

    fn password(&self) -> Result<Option<String>, ConfigError> {
        let Some(file) = &self.password_file else {
            return Ok(std::env::var(PASSWORD).ok().filter(|password| !password.is_empty()));
        };
        let text = std::fs::read_to_string(file).map_err(|error| {
            ConfigError::Meaning(format!("[database] password_file {}: {error}", file.display()))
        })?;
        Ok(text.lines().next().map(str::to_owned))
    }

    /// The server with its password.
    ///
    /// # Errors
    /// The password's file cannot be read.
    fn server(&self, config: &Config) -> Result<DatabaseServer, ConfigError> {
        let tls = match self.tls {
            Tls::Auto => DatabaseTls::Auto,
            Tls::Verify => DatabaseTls::Verify,
            Tls::Off => DatabaseTls::Off,
        };
        Ok(DatabaseServer {
            url: self.url.clone(),
            password: self.password()?,
            tls,
            ca_file: self.ca_file.clone(),
            node_name: self.node.clone().unwrap_or_else(|| format!("{} {}", machine(), config.listen)),
            dead_after: Duration::from_millis(self.dead_after_ms),
            blob_dir: self.blob_dir.clone().unwrap_or_else(|| config.data_dir.join("blobs")),
        })
    }
}

impl Config {
    /// Where the store lies.
    ///
    /// # Errors
    /// A file that the settings name cannot be read.
    pub fn store(&self) -> Result<StoreConfig, ConfigError> {
        let mut store = StoreConfig::new(&self.data_dir);
        store.master = self.encryption.as_ref().map(Encryption::master).transpose()?;
        store.s3 = self.blobs.as_ref().map(Blobs::s3).transpose()?.flatten();
        if let Some(database) = &self.database {
            store.readers = database.connections;
            store.server = Some(database.server(self)?);
        }
        Ok(store)
    }
}

/// What this machine is called, for people.
fn machine() -> String {
    let name = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let name = name.trim();
    if name.is_empty() { "node".to_owned() } else { name.to_owned() }
}
