//! Opening, closing, and the way of a call to the writer.

use crate::blob::{self, Blob};
use crate::engine::{Connection, Readers, Statement, Value};
use crate::files::BlobFiles;
use crate::tables::{blob as blobs, queue};
use crate::writer::{self, Command, Reply, Writer, job};
use crate::{BlobError, OpenError, StoreConfig, StoreError, directory, engine, schema};
use letter::Digest;
use std::sync::Arc;
use tokio::io::AsyncRead;
use tokio::sync::{mpsc, oneshot, watch};

/// The open store; clones share it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    config: StoreConfig,
    commands: mpsc::Sender<Command>,
    readers: Readers,
    files: BlobFiles,
    rings: watch::Receiver<u64>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Store").field(&self.0.config.data_dir).finish()
    }
}

impl Store {
    /// Opens the store, making or migrating it as needed. Must be called on a Tokio runtime, which the
    /// store then needs as long as it lives.
    ///
    /// # Errors
    /// [`OpenError`] says what to do.
    pub async fn open(config: &StoreConfig) -> Result<Store, OpenError> {
        let lock = directory::lock(&config.data_dir)?;
        let failed = |source| OpenError::Directory { path: config.data_dir.clone(), source };
        let files = BlobFiles::open(&config.data_dir).map_err(failed)?;
        let mut connection = engine::connect(config).await?;
        schema::migrate(&mut connection).await?;
        // The lock says that no other process works on letters: what a killed one held is free.
        connection.execute(Statement::new(queue::RELEASE_ALL, vec![])).await?;
        directory::sync(&config.data_dir).map_err(failed)?;
        let readers = Readers::open(config).await?;
        Ok(Store::start(config, connection, readers, files, lock))
    }

    fn start(
        config: &StoreConfig,
        connection: Connection,
        readers: Readers,
        files: BlobFiles,
        lock: directory::DirectoryLock,
    ) -> Store {
        let (commands, queue) = mpsc::channel(4 * config.group_size.max(1));
        let (ring, rings) = watch::channel(0);
        tokio::spawn(Writer::new(config.clone(), connection, queue, ring, lock).run());
        Store(Arc::new(Inner { config: config.clone(), commands, readers, files, rings }))
    }

    /// Finishes what was asked for, writes the log back and frees the directory. Later calls, also of
    /// clones, fail with [`StoreError::Closed`].
    pub async fn close(&self) {
        self.0.readers.close().await;
        let (reply, closed) = oneshot::channel();
        if self.0.commands.send(Command::Close(reply)).await.is_ok() {
            let _ = closed.await;
        }
    }

    pub(crate) fn config(&self) -> &StoreConfig {
        &self.0.config
    }

    pub(crate) fn readers(&self) -> &Readers {
        &self.0.readers
    }

    pub(crate) fn files(&self) -> &BlobFiles {
        &self.0.files
    }

    pub(crate) fn rings(&self) -> watch::Receiver<u64> {
        self.0.rings.clone()
    }

    /// Sends a command to the writer and waits for its answer.
    pub(crate) async fn ask<R, E: From<StoreError>>(
        &self,
        command: impl FnOnce(Reply<R, E>) -> Command,
    ) -> Result<R, E> {
        let (reply, answer) = oneshot::channel();
        self.0.commands.send(command(reply)).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Executes statements in one transaction; gives the number of rows that each changed.
    pub(crate) async fn write_all(&self, statements: Vec<Statement>) -> Result<Vec<u64>, StoreError> {
        self.ask(|reply| Command::Plain(job(statements, reply))).await
    }

    pub(crate) async fn write(&self, statement: Statement) -> Result<u64, StoreError> {
        Ok(self.write_all(vec![statement]).await?.first().copied().unwrap_or(0))
    }

    /// Stores bytes; durable when it returns.
    ///
    /// # Errors
    /// [`StoreError`] if they could not be written.
    pub async fn put_blob(&self, bytes: impl Into<Vec<u8>>) -> Result<Digest, StoreError> {
        let blob = Blob::new(bytes);
        if !blob.is_row() {
            self.files().put(&blob).await?;
        }
        let digest = blob.digest();
        self.ask(|reply| Command::Blobs(job(vec![blob], reply))).await?;
        Ok(digest)
    }

    /// Stores a stream as a file, a piece at a time; durable when it returns. Gives digest and size in bytes.
    ///
    /// # Errors
    /// [`BlobError::Source`] if the stream fails; nothing is stored then.
    pub async fn put_blob_stream(&self, source: impl AsyncRead + Unpin) -> Result<(Digest, u64), BlobError> {
        let (digest, size_bytes) = self.files().put_stream(source).await?;
        let values = vec![digest.into(), blobs::size(size_bytes), Value::Null];
        self.write(writer::blob_row(values)).await?;
        Ok((blob::shown(&digest), size_bytes))
    }

    /// The bytes of that digest, verified.
    ///
    /// # Errors
    /// [`BlobError::NotFound`], or [`BlobError::BlobDamaged`] if the disk changed them.
    pub async fn blob(&self, digest: &Digest) -> Result<Vec<u8>, BlobError> {
        let missing = || BlobError::NotFound { digest: digest.clone() };
        let key = blob::parse(digest).ok_or_else(missing)?;
        let rows = self.readers().fetch(Statement::new(blobs::BY_DIGEST, vec![key.into()])).await?;
        match rows.first().ok_or_else(missing)?.opt_blob(1)? {
            Some(bytes) if blob::sha256(&bytes) == key => Ok(bytes),
            Some(_) => Err(BlobError::BlobDamaged { digest: digest.clone() }),
            None => self.files().read(key).await,
        }
    }
}
