//! Large blobs as files: `blobs/ab/<name>`, written beside and renamed, so that a file is whole or absent. With a
//! bucket they go there instead.

use crate::blob::Hasher;
use crate::s3::S3;
use crate::vault::{LetterKey, Segments};
use crate::{StoreError, blob, directory};
use jiff::Timestamp;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

/// The folder of large blobs.
#[derive(Clone, Debug)]
pub(crate) struct BlobFiles(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    s3: Option<S3>,
    /// Tells this process's half-written files from other nodes'.
    opened: uuid::Uuid,
    next: AtomicU64,
}

impl BlobFiles {
    /// Opens a folder that only this process uses, and clears what a killed one left half-written.
    pub(crate) fn open(folder: &Path, s3: Option<S3>) -> std::io::Result<BlobFiles> {
        BlobFiles::open_and_clear(folder, s3, Duration::ZERO)
    }

    /// Opens a folder that other nodes use too.
    pub(crate) fn open_shared(folder: &Path, s3: Option<S3>) -> std::io::Result<BlobFiles> {
        // Nobody writes at one file for a day.
        BlobFiles::open_and_clear(folder, s3, Duration::from_secs(24 * 3600))
    }

    fn open_and_clear(
        folder: &Path,
        s3: Option<S3>,
        abandoned_after: Duration,
    ) -> std::io::Result<BlobFiles> {
        directory::make(folder)?;
        let files = BlobFiles::at(folder, s3);
        let partial = files.partial_folder();
        directory::make(&partial)?;
        for entry in std::fs::read_dir(&partial)? {
            let entry = entry?;
            let age = entry.metadata().and_then(|metadata| metadata.modified()).map(|at| at.elapsed());
            if abandoned_after.is_zero() || matches!(age, Ok(Ok(age)) if age > abandoned_after) {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(files)
    }

    /// The folder as it is, for looking.
    pub(crate) fn at(folder: &Path, s3: Option<S3>) -> BlobFiles {
        let (opened, next) = (uuid::Uuid::new_v4(), AtomicU64::new(0));
        BlobFiles(Arc::new(Inner { folder: folder.to_owned(), s3, opened, next }))
    }

    fn partial_folder(&self) -> PathBuf {
        self.0.folder.join("partial")
    }

    pub(crate) fn path(&self, name: &[u8; 32]) -> PathBuf {
        let name = hex::encode(name);
        let shelf = name.get(..2).unwrap_or_default().to_owned();
        self.0.folder.join(shelf).join(name)
    }

    pub(crate) fn partial_path(&self) -> PathBuf {
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        self.partial_folder().join(format!("{}-{number}", self.0.opened.simple()))
    }

    /// Writes a blob durably under a name, sealed if there is a key. A file that is there already is replaced by
    /// one with the same content, which mends a damaged one.
    pub(crate) async fn put(
        &self,
        name: [u8; 32],
        blob: &blob::Blob,
        key: Option<Arc<LetterKey>>,
    ) -> Result<(), StoreError> {
        let bytes = blob.shared();
        let partial = self.partial_path();
        let place = partial.clone();
        let written = blocking(move || write_new(&place, &bytes, key.as_deref())).await?;
        if let Err(error) = written {
            self.drop_partial(partial).await;
            return Err(StoreError::unavailable(&error));
        }
        self.settle(partial, name).await
    }

    /// Puts a file that is written and synced under its name, or into the bucket; it is gone from where it was then.
    pub(crate) async fn settle(&self, partial: PathBuf, name: [u8; 32]) -> Result<(), StoreError> {
        let settled = match &self.0.s3 {
            None => {
                let (files, place) = (self.clone(), partial.clone());
                blocking(move || files.place(&place, &name))
                    .await?
                    .map_err(|error| StoreError::unavailable(&error))
            }
            Some(s3) => {
                let place = partial.clone();
                let digest = blocking(move || digest_of_file(&place)).await?;
                match digest {
                    Ok(digest) => s3.put(&name, &partial, &digest).await,
                    Err(error) => Err(StoreError::unavailable(&error)),
                }
            }
        };
        if settled.is_err() || self.0.s3.is_some() {
            self.drop_partial(partial).await;
        }
        settled
    }

    /// Removes a file that is of no use any more; one that stays is cleared at the next start.
    pub(crate) async fn drop_partial(&self, partial: PathBuf) {
        let _ = blocking(move || std::fs::remove_file(partial)).await;
    }

    /// Removes a file; one that is not there is as good as removed.
    pub(crate) async fn remove(&self, name: &[u8; 32]) -> Result<(), StoreError> {
        if let Some(s3) = &self.0.s3 {
            s3.delete(name).await?;
        }
        let path = self.path(name);
        match blocking(move || std::fs::remove_file(path)).await? {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::unavailable(&error))
            }
            _ => Ok(()),
        }
    }

    fn place(&self, partial: &Path, name: &[u8; 32]) -> std::io::Result<()> {
        let path = self.path(name);
        let shelf = path.parent().unwrap_or(&self.0.folder);
        directory::make(shelf)?;
        std::fs::rename(partial, &path)?;
        directory::sync(shelf)
    }

    /// The bytes of a file as they lie there; nothing if there is none. With a bucket, files from before it, or from a
    /// backup, are still found.
    pub(crate) async fn read(&self, name: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
        if let Some(s3) = &self.0.s3
            && let Some(bytes) = s3.get(name).await?
        {
            return Ok(Some(bytes));
        }
        let path = self.path(name);
        match blocking(move || std::fs::read(path)).await? {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::unavailable(&error)),
        }
    }

    /// Names of the files that were last written before then.
    pub(crate) async fn older_than(&self, before: SystemTime) -> Result<Vec<[u8; 32]>, StoreError> {
        let folder = self.0.folder.clone();
        let names = blocking(move || names(&folder, before)).await?;
        let mut names = names.map_err(|error| StoreError::unavailable(&error))?;
        if let Some(s3) = &self.0.s3 {
            names.extend(s3.older_than(Timestamp::try_from(before).unwrap_or(Timestamp::MIN)).await?);
        }
        Ok(names)
    }
}

fn names(folder: &Path, before: SystemTime) -> std::io::Result<Vec<[u8; 32]>> {
    let mut names = Vec::new();
    for shelf in std::fs::read_dir(folder)? {
        let shelf = shelf?.path();
        if !shelf.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(shelf)? {
            let file = file?;
            let mut name = [0; 32];
            // What is not ours is left alone.
            let ours =
                file.file_name().to_str().is_some_and(|text| hex::decode_to_slice(text, &mut name).is_ok());
            if ours && file.metadata()?.modified()? < before {
                names.push(name);
            }
        }
    }
    Ok(names)
}

fn write_new(path: &Path, clear: &[u8], key: Option<&LetterKey>) -> std::io::Result<()> {
    let mut file = std::fs::File::create_new(path)?;
    match key {
        None => file.write_all(clear)?,
        Some(key) => {
            for segment in Segments::new(&key.blobs, clear).map_err(std::io::Error::other)? {
                file.write_all(&segment.map_err(std::io::Error::other)?)?;
            }
        }
    }
    file.sync_all()
}

/// SHA-256 of a file, hex.
pub(crate) fn digest_of_file(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Hasher::new();
    let mut piece = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut piece)?;
        match piece.get(..read) {
            Some(bytes) if read > 0 => hasher.update(bytes),
            _ => return Ok(hex::encode(hasher.finish())),
        }
    }
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StoreError::Unavailable { detail: format!("a file task ended: {error}") })
}
