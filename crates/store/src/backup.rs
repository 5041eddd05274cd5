//! Backups: a folder laid out like a data directory, with `backup.json` written last, so that where it stands the
//! backup is complete.

use crate::blob;
use crate::engine::{self, Statement};
use crate::files::{blocking, digest_of_file};
use crate::tables::blob as table;
use crate::vault::{Found, open_stream};
use crate::{OpenError, Store, StoreConfig, StoreError, directory, schema};
use jiff::Timestamp;
use letter::LetterId;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const FORMAT: &str = "brevdue backup 1";
const MANIFEST: &str = "backup.json";
/// Blobs looked at in one go.
const PAGE: i64 = 500;

/// `backup.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// Always `brevdue backup 1`.
    pub format: String,
    /// When the database was copied.
    pub made_at: Timestamp,
    /// Schema of the database.
    pub schema: u32,
    /// Letters in it.
    pub letters: u64,
    /// Blobs beside it.
    pub blobs: u64,
    /// Their bytes, as stored.
    pub blob_bytes: u64,
    /// Names of blobs that were forgotten while the backup was made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forgotten: Vec<String>,
    /// Id of the master key that opens it; none if it is not encrypted. The key itself is not in the backup.
    pub master_key: Option<String>,
    /// Last entry of the audit chain.
    pub audit_n: u64,
    /// Its hash, hex.
    pub audit_hash: String,
    /// SHA-256 of the database file, hex.
    pub database_sha256: String,
}

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder is there already.
    #[error("{path} exists already: name a new folder", path = .path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// A file cannot be read or written.
    #[error("{path}: {source}", path = .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// No complete backup lies there.
    #[error("{path} holds no complete backup: {MANIFEST} is missing or unreadable", path = .path.display())]
    NoBackup {
        /// The folder.
        path: PathBuf,
    },
    /// A blob that a letter needs is not there.
    #[error("blob {name} is missing from the store: put its file back from an older backup first")]
    BlobMissing {
        /// Its name in the store.
        name: String,
    },
    /// The copy cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Something wrong with a backup.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupFault {
    /// The database file is not the one that was copied.
    #[error("the database was changed since the backup was made")]
    DatabaseChanged,
    /// The database contradicts itself.
    #[error("database: {0}")]
    Database(String),
    /// The audit chain does not hold, or does not end where it did.
    #[error("audit chain: {0}")]
    Audit(String),
    /// The bytes of a blob are missing or changed.
    #[error("blob {name} is missing or damaged")]
    Blob {
        /// Its name in the store.
        name: String,
    },
}

/// What the verification of a backup found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// What the backup says of itself.
    pub backup: Backup,
    /// Blobs whose bytes were read and compared.
    pub blobs: u64,
    /// What is wrong; empty when it can be restored.
    pub faults: Vec<BackupFault>,
}

fn file(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError + '_ {
    |source| BackupError::File { path: path.to_owned(), source }
}

impl Store {
    /// Copies this store, which may be one that is only looked at while a gateway works, into a new folder: the
    /// database as it is at one moment, and every blob that it refers to.
    ///
    /// # Errors
    /// [`BackupError`]; what was written so far is then no backup.
    pub async fn backup(&self, folder: &Path, now: Timestamp) -> Result<Backup, BackupError> {
        if folder.exists() {
            return Err(BackupError::Exists { path: folder.to_owned() });
        }
        directory::make(folder).map_err(file(folder))?;
        let config = StoreConfig { data_dir: folder.to_owned(), s3: None, ..self.config().clone() };
        engine::copy(self.config(), &config).await?;
        let copy = Store::look(&config).await?;
        let mut backup = copy.described(now).await?;
        let mut after = Vec::new();
        loop {
            let page = copy.blobs_after(&after).await?;
            let Some(last) = page.last() else { break };
            after = last.name.to_vec();
            for blob in page.iter().filter(|blob| blob.is_object) {
                self.copy_blob(&copy, &blob.name, &mut backup).await?;
            }
        }
        copy.close().await;
        let database = engine::database_path(&config);
        let digest = blocking(move || digest_of_file(&database).map_err(|error| (database, error))).await?;
        backup.database_sha256 = digest.map_err(|(path, source)| BackupError::File { path, source })?;
        let text = serde_json::to_vec_pretty(&backup)
            .map_err(|error| StoreError::Refused { detail: error.to_string() })?;
        let manifest = folder.join(MANIFEST);
        let unfinished = folder.join("backup.json.new");
        write_synced(&unfinished, &text).map_err(file(&unfinished))?;
        std::fs::rename(&unfinished, &manifest).map_err(file(&manifest))?;
        directory::sync(folder).map_err(file(folder))?;
        Ok(backup)
    }

    async fn copy_blob(&self, copy: &Store, name: &[u8; 32], backup: &mut Backup) -> Result<(), BackupError> {
        let to = copy.files().path(name);
        if let Some(bytes) = self.files().read(name).await? {
            let size = bytes.len() as u64;
            blocking(move || put_file(&to, &bytes))
                .await?
                .map_err(|(path, source)| BackupError::File { path, source })?;
            backup.blobs += 1;
            backup.blob_bytes += size;
            return Ok(());
        }
        if !self.is_forgotten(name).await? {
            return Err(BackupError::BlobMissing { name: hex::encode(name) });
        }
        backup.forgotten.push(hex::encode(name));
        Ok(())
    }

    async fn described(&self, now: Timestamp) -> Result<Backup, StoreError> {
        let head = self.audit_head().await?;
        Ok(Backup {
            format: FORMAT.to_owned(),
            made_at: now,
            schema: schema::known(),
            letters: self.size().await?.letters,
            blobs: 0,
            blob_bytes: 0,
            forgotten: Vec::new(),
            master_key: self.master_key(),
            audit_n: head.n,
            audit_hash: hex::encode(head.hash),
            database_sha256: String::new(),
        })
    }

    /// Whether no row of this store knows the blob any more.
    async fn is_forgotten(&self, name: &[u8; 32]) -> Result<bool, StoreError> {
        let rows = self.readers().fetch(Statement::new(table::BY_DIGEST, vec![(*name).into()])).await?;
        Ok(rows.is_empty())
    }

    /// The next blobs by name; none at the end.
    async fn blobs_after(&self, name: &[u8]) -> Result<Vec<BlobRow>, StoreError> {
        let rows = self.readers().fetch(Statement::new(table::AFTER, vec![name.into(), PAGE.into()])).await?;
        rows.iter()
            .map(|row| {
                let letter = row.opt_uuid(1)?.map(LetterId);
                Ok(BlobRow { name: row.bytes32(0)?, letter, is_object: row.int(2)? != 0 })
            })
            .collect()
    }

    /// Verifies a backup as a whole: the database, the audit chain, and the bytes of every blob.
    ///
    /// # Errors
    /// [`BackupError`] if there is no complete backup, or its master key is not at hand.
    pub async fn verify_backup(config: &StoreConfig) -> Result<BackupReport, BackupError> {
        let folder = config.data_dir.clone();
        let none = || BackupError::NoBackup { path: folder.clone() };
        let text = std::fs::read(folder.join(MANIFEST)).map_err(|_| none())?;
        let backup: Backup = serde_json::from_slice(&text).map_err(|_| none())?;
        if backup.format != FORMAT {
            return Err(none());
        }
        let mut faults = Vec::new();
        let database = engine::database_path(config);
        let digest = blocking(move || digest_of_file(&database).map_err(|error| (database, error))).await?;
        let digest = digest.map_err(|(path, source)| BackupError::File { path, source })?;
        if digest != backup.database_sha256 {
            faults.push(BackupFault::DatabaseChanged);
        }
        let store = Store::look(config).await?;
        faults.extend(store.integrity_check().await?.into_iter().map(BackupFault::Database));
        let chain = store.verify_audit(1).await?;
        faults.extend(chain.faults.iter().map(|fault| BackupFault::Audit(fault.to_string())));
        let head = store.audit_head().await?;
        if (head.n, hex::encode(head.hash)) != (backup.audit_n, backup.audit_hash.clone()) {
            faults.push(BackupFault::Audit("it does not end where it did".to_owned()));
        }
        let mut blobs = 0;
        let mut after = Vec::new();
        loop {
            let page = store.blobs_after(&after).await?;
            let Some(last) = page.last() else { break };
            after = last.name.to_vec();
            for blob in &page {
                let shown = hex::encode(blob.name);
                if backup.forgotten.contains(&shown) {
                    continue;
                }
                blobs += 1;
                if !store.is_whole(&blob.name, blob.letter).await? {
                    faults.push(BackupFault::Blob { name: shown });
                }
            }
        }
        store.close().await;
        Ok(BackupReport { backup, blobs, faults })
    }

    /// Whether what lies under a name is what the name says.
    async fn is_whole(&self, name: &[u8; 32], letter: Option<LetterId>) -> Result<bool, StoreError> {
        let rows = self.readers().fetch(Statement::new(table::BY_DIGEST, vec![(*name).into()])).await?;
        let bytes = match rows.first().map(|row| row.opt_blob(1)).transpose()?.flatten() {
            Some(bytes) => Some(bytes),
            None => self.files().read(name).await?,
        };
        let (Some(bytes), name) = (bytes, *name) else { return Ok(false) };
        let Some(letter) = letter else { return Ok(blob::sha256(&bytes) == name) };
        match self.letter_key(letter.0).await? {
            Found::Key(key) => {
                blocking(move || {
                    open_stream(&key.blobs, bytes)
                        .is_ok_and(|clear| key.name_of(&blob::sha256(&clear)) == name)
                })
                .await
            }
            Found::Clear | Found::Forgotten => Ok(false),
        }
    }

    /// Puts a backup in the place of a data directory that is not there or empty. Verify it first.
    ///
    /// # Errors
    /// [`BackupError`]; then nothing stands at `data_dir`.
    pub async fn restore(backup: &Path, data_dir: &Path) -> Result<(), BackupError> {
        if !backup.join(MANIFEST).is_file() {
            return Err(BackupError::NoBackup { path: backup.to_owned() });
        }
        let is_empty = || std::fs::read_dir(data_dir).is_ok_and(|mut entries| entries.next().is_none());
        if data_dir.exists() && !is_empty() {
            return Err(BackupError::Exists { path: data_dir.to_owned() });
        }
        let mut partial = data_dir.as_os_str().to_owned();
        partial.push(".restoring");
        let partial = PathBuf::from(partial);
        if partial.exists() {
            // Of a restore that was cut off.
            std::fs::remove_dir_all(&partial).map_err(file(&partial))?;
        }
        let (from, to) = (backup.to_owned(), partial.clone());
        let copied = blocking(move || copy_folder(&from, &to)).await?;
        copied.map_err(|(path, source)| BackupError::File { path, source })?;
        if data_dir.exists() {
            std::fs::remove_dir(data_dir).map_err(file(data_dir))?;
        }
        std::fs::rename(&partial, data_dir).map_err(file(data_dir))?;
        match data_dir.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            Some(parent) => directory::sync(parent).map_err(file(parent)),
            None => Ok(()),
        }
    }
}

/// A blob as its row has it.
struct BlobRow {
    name: [u8; 32],
    letter: Option<LetterId>,
    is_object: bool,
}

type At<T> = Result<T, (PathBuf, std::io::Error)>;

fn copy_file(from: &Path, to: &Path) -> At<u64> {
    let at = |path: &Path| {
        let path = path.to_owned();
        |error| (path, error)
    };
    let shelf = to.parent().unwrap_or(to);
    directory::make(shelf).map_err(at(shelf))?;
    let bytes = std::fs::copy(from, to).map_err(at(from))?;
    std::fs::File::open(to).and_then(|file| file.sync_all()).map_err(at(to))?;
    Ok(bytes)
}

fn put_file(to: &Path, bytes: &[u8]) -> At<()> {
    let shelf = to.parent().unwrap_or(to);
    directory::make(shelf).map_err(|error| (shelf.to_owned(), error))?;
    write_synced(to, bytes).map_err(|error| (to.to_owned(), error))
}

/// Copies the database and the blobs of a backup; nothing else that may lie there.
fn copy_folder(from: &Path, to: &Path) -> At<()> {
    let at = |path: &Path| {
        let path = path.to_owned();
        |error| (path, error)
    };
    directory::make(to).map_err(at(to))?;
    copy_file(&from.join("brevdue.db"), &to.join("brevdue.db"))?;
    let blobs = from.join("blobs");
    if blobs.is_dir() {
        for shelf in std::fs::read_dir(&blobs).map_err(at(&blobs))? {
            let shelf = shelf.map_err(at(&blobs))?.path();
            for blob in std::fs::read_dir(&shelf).map_err(at(&shelf))? {
                let blob = blob.map_err(at(&shelf))?.path();
                let place = blob.strip_prefix(from).unwrap_or(&blob);
                copy_file(&blob, &to.join(place))?;
            }
        }
    }
    directory::sync(to).map_err(at(to))
}

pub(crate) fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    std::io::Write::write_all(&mut file, bytes)?;
    file.sync_all()
}
