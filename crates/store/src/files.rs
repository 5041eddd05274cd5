//! Large blobs as files: `blobs/ab/<name>`, written beside and renamed, so that a file is whole or absent.

use crate::vault::{LetterKey, Segments};
use crate::{StoreError, blob, directory};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// The folder of large blobs.
#[derive(Clone, Debug)]
pub(crate) struct BlobFiles(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    next: AtomicU64,
}

impl BlobFiles {
    /// Opens the folder and clears what a killed process left half-written.
    pub(crate) fn open(data_dir: &Path) -> std::io::Result<BlobFiles> {
        let files = BlobFiles::at(data_dir);
        directory::make(&files.0.folder)?;
        let partial = files.partial_folder();
        directory::make(&partial)?;
        for entry in std::fs::read_dir(&partial)? {
            std::fs::remove_file(entry?.path())?;
        }
        Ok(files)
    }

    /// The folder as it is, for looking.
    pub(crate) fn at(data_dir: &Path) -> BlobFiles {
        BlobFiles(Arc::new(Inner { folder: data_dir.join("blobs"), next: AtomicU64::new(0) }))
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
        // One process holds the folder, so a number is unique.
        self.partial_folder().join(self.0.next.fetch_add(1, Ordering::Relaxed).to_string())
    }

    /// Writes a blob durably under a name, sealed if there is a key. A file that is there already is replaced by
    /// one with the same content, which mends a damaged one.
    pub(crate) async fn put(
        &self,
        name: [u8; 32],
        blob: &blob::Blob,
        key: Option<Arc<LetterKey>>,
    ) -> Result<(), StoreError> {
        let (files, bytes) = (self.clone(), blob.shared());
        blocking(move || {
            let partial = files.partial_path();
            let written = write_new(&partial, &bytes, key.as_deref());
            let placed = written.and_then(|()| files.place(&partial, &name));
            if placed.is_err() {
                let _ = std::fs::remove_file(&partial);
            }
            placed
        })
        .await?
        .map_err(|error| StoreError::unavailable(&error))
    }

    /// Removes a file; one that is not there is as good as removed.
    pub(crate) async fn remove(&self, name: &[u8; 32]) -> Result<(), StoreError> {
        let path = self.path(name);
        match blocking(move || std::fs::remove_file(path)).await? {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::unavailable(&error))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn place(&self, partial: &Path, name: &[u8; 32]) -> std::io::Result<()> {
        let path = self.path(name);
        let shelf = path.parent().unwrap_or(&self.0.folder);
        directory::make(shelf)?;
        std::fs::rename(partial, &path)?;
        directory::sync(shelf)
    }

    /// The bytes of a file as they lie there; nothing if there is none.
    pub(crate) async fn read(&self, name: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
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
        blocking(move || names(&folder, before)).await?.map_err(|error| StoreError::unavailable(&error))
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

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StoreError::Unavailable { detail: format!("a file task ended: {error}") })
}
