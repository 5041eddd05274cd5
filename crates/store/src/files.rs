//! Large blobs as files: `blobs/ab/<digest>`, written beside and renamed, so that a file is whole or absent.

use crate::blob::{self, Hasher};
use crate::{BlobError, StoreError, directory};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};

/// The folder of large blobs.
#[derive(Clone, Debug)]
pub(crate) struct BlobFiles(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    /// Tells this process's half-written files from other nodes'.
    opened: uuid::Uuid,
    next: AtomicU64,
}

impl BlobFiles {
    /// Opens a folder that only this process uses, and clears what a killed one left half-written.
    pub(crate) fn open(folder: &Path) -> std::io::Result<BlobFiles> {
        BlobFiles::open_and_clear(folder, Duration::ZERO)
    }

    /// Opens a folder that other nodes use too.
    pub(crate) fn open_shared(folder: &Path) -> std::io::Result<BlobFiles> {
        // Nobody writes at one file for a day.
        BlobFiles::open_and_clear(folder, Duration::from_secs(24 * 3600))
    }

    fn open_and_clear(folder: &Path, abandoned_after: Duration) -> std::io::Result<BlobFiles> {
        directory::make(folder)?;
        let opened = uuid::Uuid::new_v4();
        let files = BlobFiles(Arc::new(Inner { folder: folder.to_owned(), opened, next: AtomicU64::new(0) }));
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

    fn partial_folder(&self) -> PathBuf {
        self.0.folder.join("partial")
    }

    fn path(&self, digest: &[u8; 32]) -> PathBuf {
        let name = hex::encode(digest);
        let shelf = name.get(..2).unwrap_or_default().to_owned();
        self.0.folder.join(shelf).join(name)
    }

    fn partial_path(&self) -> PathBuf {
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        self.partial_folder().join(format!("{}-{number}", self.0.opened.simple()))
    }

    /// Writes a blob durably. A file that is there already is replaced by the same bytes, which mends a
    /// damaged one.
    pub(crate) async fn put(&self, blob: &blob::Blob) -> Result<(), StoreError> {
        let (files, blob) = (self.clone(), blob.clone());
        blocking(move || {
            let partial = files.partial_path();
            let written = std::fs::File::create_new(&partial).and_then(|mut file| {
                file.write_all(blob.bytes())?;
                file.sync_all()
            });
            let placed = written.and_then(|()| files.place(&partial, blob.key()));
            if placed.is_err() {
                let _ = std::fs::remove_file(&partial);
            }
            placed
        })
        .await?
        .map_err(|error| StoreError::unavailable(&error))
    }

    fn place(&self, partial: &Path, digest: &[u8; 32]) -> std::io::Result<()> {
        let path = self.path(digest);
        let shelf = path.parent().unwrap_or(&self.0.folder);
        directory::make(shelf)?;
        std::fs::rename(partial, &path)?;
        directory::sync(shelf)
    }

    /// Writes a stream durably, in pieces; the digest is known at its end.
    pub(crate) async fn put_stream(
        &self,
        mut source: impl AsyncRead + Unpin,
    ) -> Result<([u8; 32], u64), BlobError> {
        let partial = self.partial_path();
        let copied = self.copy(&mut source, partial.clone()).await;
        let (digest, size_bytes) = match copied {
            Ok(copied) => copied,
            Err(error) => {
                let _ = blocking(move || std::fs::remove_file(partial)).await;
                return Err(error);
            }
        };
        let files = self.clone();
        blocking(move || files.place(&partial, &digest))
            .await?
            .map_err(|error| StoreError::unavailable(&error))?;
        Ok((digest, size_bytes))
    }

    async fn copy(
        &self,
        source: &mut (impl AsyncRead + Unpin),
        partial: PathBuf,
    ) -> Result<([u8; 32], u64), BlobError> {
        const PIECE_BYTES: usize = 256 * 1024;
        let failed = |error: std::io::Error| StoreError::unavailable(&error);
        let mut file = blocking(move || std::fs::File::create_new(partial)).await?.map_err(failed)?;
        let mut hasher = Hasher::new();
        let mut size_bytes = 0;
        loop {
            let mut piece = Vec::with_capacity(PIECE_BYTES);
            while piece.len() < PIECE_BYTES {
                let read = source
                    .read_buf(&mut piece)
                    .await
                    .map_err(|error| BlobError::Source { detail: error.to_string() })?;
                if read == 0 {
                    break;
                }
            }
            if piece.is_empty() {
                break;
            }
            size_bytes += piece.len() as u64;
            (file, hasher) = blocking(move || {
                hasher.update(&piece);
                file.write_all(&piece).map(|()| (file, hasher))
            })
            .await?
            .map_err(failed)?;
        }
        blocking(move || file.sync_all()).await?.map_err(failed)?;
        Ok((hasher.finish(), size_bytes))
    }

    /// The bytes of a file, verified.
    pub(crate) async fn read(&self, digest: [u8; 32]) -> Result<Vec<u8>, BlobError> {
        let path = self.path(&digest);
        let damaged = || BlobError::BlobDamaged { digest: blob::shown(&digest) };
        let read = blocking(move || std::fs::read(path).map(|bytes| (blob::sha256(&bytes) == digest, bytes)))
            .await?;
        match read {
            Ok((true, bytes)) => Ok(bytes),
            Ok((false, _)) => Err(damaged()),
            // Its row says that it was stored.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(damaged()),
            Err(error) => Err(StoreError::unavailable(&error).into()),
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StoreError::Unavailable { detail: format!("a file task ended: {error}") })
}
