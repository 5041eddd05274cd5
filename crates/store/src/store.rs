//! Opening, closing, and the way of a call to the writer.

use crate::audit::Act;
use crate::engine::{Connection, Readers, Statement};
use crate::files::BlobFiles;
use crate::s3::S3;
use crate::tables::queue;
use crate::vault::Vault;
use crate::writer::{self, Command, PlainWork, Reply, Writer, job};
use crate::{OpenError, StoreConfig, StoreError, directory, engine, schema};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};

/// The open store; clones share it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    config: StoreConfig,
    commands: mpsc::Sender<Command>,
    readers: Readers,
    files: BlobFiles,
    vault: Option<Vault>,
    rings: watch::Receiver<u64>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Store").field(&self.0.config.data_dir).finish()
    }
}

fn bucket(config: &StoreConfig) -> Result<Option<S3>, OpenError> {
    Ok(config.s3.as_ref().map(S3::open).transpose()?)
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
        let files = BlobFiles::open(&config.data_dir, bucket(config)?).map_err(failed)?;
        let mut connection = engine::connect(config).await?;
        schema::migrate(&mut connection).await?;
        // The lock says that no other process works on letters: what a killed one held is free.
        connection.execute(Statement::new(queue::RELEASE_ALL, vec![])).await?;
        directory::sync(&config.data_dir).map_err(failed)?;
        writer::begin(&mut connection, jiff::Timestamp::now()).await?;
        let vault = Vault::open(config.master.clone(), &mut connection).await?;
        let readers = Readers::open(config).await?;
        Ok(Store::start(config, connection, (readers, files, vault), lock))
    }

    /// Looks into a store that another process may have open: everything can be read, and every call that would write
    /// fails with [`StoreError::Closed`]. Nothing is made, migrated or locked.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::OlderSchema`] if a gateway of this release has not opened it yet.
    pub async fn look(config: &StoreConfig) -> Result<Store, OpenError> {
        let database = engine::database_path(config);
        std::fs::metadata(&database)
            .map_err(|source| OpenError::Directory { path: database.clone(), source })?;
        let mut connection = engine::connect(config).await?;
        schema::must_be_known(&mut connection).await?;
        let vault = Vault::look(config.master.clone(), &mut connection).await?;
        let readers = Readers::open(config).await?;
        let files = BlobFiles::at(&config.data_dir, bucket(config)?);
        // Nobody takes commands.
        let (commands, _) = mpsc::channel(1);
        let (_, rings) = watch::channel(0);
        let inner = Inner { config: config.clone(), commands, readers, files, vault, rings };
        Ok(Store(Arc::new(inner)))
    }

    fn start(
        config: &StoreConfig,
        connection: Connection,
        (readers, files, vault): (Readers, BlobFiles, Option<Vault>),
        lock: directory::DirectoryLock,
    ) -> Store {
        let (commands, queue) = mpsc::channel(4 * config.group_size.max(1));
        let (ring, rings) = watch::channel(0);
        tokio::spawn(Writer::new(config.clone(), connection, queue, ring, lock).run());
        Store(Arc::new(Inner { config: config.clone(), commands, readers, files, vault, rings }))
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

    pub(crate) fn vault(&self) -> Option<&Vault> {
        self.0.vault.as_ref()
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
        self.ask(|reply| Command::Plain(job(PlainWork { statements, act: None }, reply))).await
    }

    /// The same with an act for the audit chain, which has happened if statement `decisive` changed something.
    pub(crate) async fn write_act(
        &self,
        statements: Vec<Statement>,
        decisive: usize,
        act: Act,
    ) -> Result<Vec<u64>, StoreError> {
        let work = PlainWork { statements, act: Some((decisive, act)) };
        self.ask(|reply| Command::Plain(job(work, reply))).await
    }

    pub(crate) async fn write(&self, statement: Statement) -> Result<u64, StoreError> {
        Ok(self.write_all(vec![statement]).await?.first().copied().unwrap_or(0))
    }
}
