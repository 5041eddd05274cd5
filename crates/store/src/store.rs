//! Opening, closing, and the way of a call to the writer.

use crate::audit::Act;
use crate::engine::{Connection, Readers, Statement};
use crate::files::BlobFiles;
use crate::s3::S3;
use crate::tables::{node, queue};
use crate::vault::Vault;
use crate::writer::{self, Command, PlainWork, Reply, Writer, job};
use crate::{DatabaseServer, OpenError, StoreConfig, StoreError, directory, engine, place, schema};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use uuid::Uuid;

/// The open store; clones share it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

/// A store that is not kept open by this.
pub(crate) struct Weak(std::sync::Weak<Inner>);

impl Weak {
    pub(crate) fn upgrade(&self) -> Option<Store> {
        self.0.upgrade().map(Store)
    }
}

struct Inner {
    config: StoreConfig,
    node: Uuid,
    commands: mpsc::Sender<Command>,
    readers: Readers,
    files: BlobFiles,
    vault: Option<Vault>,
    ring: watch::Sender<u64>,
    stored: Arc<Notify>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        for task in self.tasks.lock().iter().flat_map(|tasks| tasks.iter()) {
            task.abort();
        }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Store").field(&self.0.config.data_dir).finish()
    }
}

/// The folder of large blobs.
fn blob_folder(config: &StoreConfig) -> PathBuf {
    match &config.server {
        Some(server) => server.blob_dir.clone(),
        None => config.data_dir.join("blobs"),
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
        match config.server.clone() {
            None => Store::open_alone(config).await,
            Some(server) => Store::open_shared(config, &server).await,
        }
    }

    async fn open_alone(config: &StoreConfig) -> Result<Store, OpenError> {
        let lock = directory::lock(&config.data_dir)?;
        let failed = |source| OpenError::Directory { path: config.data_dir.clone(), source };
        let files = BlobFiles::open(&blob_folder(config), bucket(config)?).map_err(failed)?;
        let mut connection = engine::connect(config).await?;
        schema::migrate(&mut connection, Duration::ZERO).await?;
        // The lock says that no other process works on letters: what a killed one held is free.
        connection.execute(Statement::new(queue::RELEASE_ALL, vec![])).await?;
        connection.execute(Statement::new(node::LEAVE_ALL_TASKS, vec![])).await?;
        directory::sync(&config.data_dir).map_err(failed)?;
        writer::begin(&mut connection, jiff::Timestamp::now()).await?;
        let vault = Vault::open(config.master.clone(), &mut connection).await?;
        let readers = Readers::open(config).await?;
        Store::start(config, connection, (readers, files, vault), Some(lock))
    }

    async fn open_shared(config: &StoreConfig, server: &DatabaseServer) -> Result<Store, OpenError> {
        let failed = |source| OpenError::Directory { path: server.blob_dir.clone(), source };
        let files = BlobFiles::open_shared(&server.blob_dir, bucket(config)?).map_err(failed)?;
        let mut connection = engine::connect(config).await?;
        schema::migrate(&mut connection, server.dead_after).await?;
        writer::begin(&mut connection, jiff::Timestamp::now()).await?;
        let vault = Vault::open(config.master.clone(), &mut connection).await?;
        let readers = Readers::open(config).await?;
        let store = Store::start(config, connection, (readers, files, vault), None)?;
        if config.s3.is_none() {
            place::check(&store, &server.blob_dir).await?;
        }
        let tasks = store.arrive().await?;
        if let Ok(mut running) = store.0.tasks.lock() {
            *running = tasks;
        }
        Ok(store)
    }

    /// Looks into a store that another process may have open: everything can be read, and every call that would write
    /// fails with [`StoreError::Closed`]. Nothing is made, migrated or locked.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::OlderSchema`] if a gateway of this release has not opened it yet.
    pub async fn look(config: &StoreConfig) -> Result<Store, OpenError> {
        if config.server.is_none() {
            let database = engine::database_path(config);
            std::fs::metadata(&database)
                .map_err(|source| OpenError::Directory { path: database.clone(), source })?;
        }
        let mut connection = engine::connect(config).await?;
        schema::must_be_known(&mut connection).await?;
        let vault = Vault::look(config.master.clone(), &mut connection).await?;
        // Not closed in form: writing the log back is the gateway's work.
        drop(connection);
        let readers = Readers::open(config).await?;
        let files = BlobFiles::at(&blob_folder(config), bucket(config)?);
        // Nobody takes commands.
        let (commands, _) = mpsc::channel(1);
        let (ring, _) = watch::channel(0);
        let (node, stored, tasks) = (Uuid::new_v4(), Arc::new(Notify::new()), Mutex::default());
        let config = config.clone();
        Ok(Store(Arc::new(Inner { config, node, commands, readers, files, vault, ring, stored, tasks })))
    }

    fn start(
        config: &StoreConfig,
        connection: Connection,
        (readers, files, vault): (Readers, BlobFiles, Option<Vault>),
        lock: Option<directory::DirectoryLock>,
    ) -> Result<Store, OpenError> {
        let (sender, commands) = mpsc::channel(4 * config.group_size.max(1));
        let (ring, _) = watch::channel(0);
        let (config, node, stored) = (config.clone(), Uuid::new_v4(), Arc::new(Notify::new()));
        let parts = writer::Parts {
            config: config.clone(),
            node,
            connection,
            commands,
            ring: ring.clone(),
            stored: stored.clone(),
            lock,
        };
        let writer = Writer::new(parts).run();
        if config.server.is_some() {
            tokio::spawn(writer);
        } else {
            // An embedded database works on the thread that asks. This one does nothing else, and waits for the disk.
            let runtime = tokio::runtime::Handle::current();
            let thread = std::thread::Builder::new().name("writer".to_owned());
            thread
                .spawn(move || runtime.block_on(writer))
                .map_err(|error| StoreError::unavailable(&error))?;
        }
        let tasks = Mutex::default();
        let commands = sender;
        Ok(Store(Arc::new(Inner { config, node, commands, readers, files, vault, ring, stored, tasks })))
    }

    /// Finishes what was asked for, gives back what this node holds, writes the log back and frees the directory.
    /// Later calls, also of clones, fail with [`StoreError::Closed`].
    pub async fn close(&self) {
        let tasks = self.0.tasks.lock().map(|mut tasks| std::mem::take(&mut *tasks)).unwrap_or_default();
        let first = !self.0.commands.is_closed();
        for task in tasks {
            task.abort();
            let _ = task.await;
        }
        if first {
            self.leave().await;
        }
        self.0.readers.close().await;
        let (reply, closed) = oneshot::channel();
        if self.0.commands.send(Command::Close(reply)).await.is_ok() {
            let _ = closed.await;
        }
    }

    pub(crate) fn downgrade(&self) -> Weak {
        Weak(Arc::downgrade(&self.0))
    }

    pub(crate) fn node(&self) -> Uuid {
        self.0.node
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
        self.0.ring.subscribe()
    }

    /// What rings for this node's workers, and what for the other nodes.
    pub(crate) fn bells(&self) -> (watch::Sender<u64>, Arc<Notify>) {
        (self.0.ring.clone(), self.0.stored.clone())
    }

    /// Rings for everybody: there may be work.
    pub(crate) fn ring(&self) {
        self.0.ring.send_modify(|rings| *rings = rings.wrapping_add(1));
        self.0.stored.notify_one();
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
