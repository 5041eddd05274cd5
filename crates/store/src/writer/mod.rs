//! The one task that writes. It takes all commands that wait, carries them out in one transaction, and
//! answers them after the commit. While it commits, the next commands gather.

mod accept;
mod append;
mod group;
mod queue;
mod trail;
mod transact;

pub(crate) use accept::AcceptWork;
pub(crate) use append::AppendWork;
pub(crate) use queue::{ClaimWork, LeaseWork};
pub(crate) use trail::begin;

use crate::audit::Act;
use crate::blob::Kept;
use crate::directory::DirectoryLock;
use crate::engine::{Connection, Statement, Value};
use crate::{AcceptError, Accepted, AppendError, Claim, LeaseError, StoreConfig, StoreError, Stored};
use group::Group;
use std::sync::Arc;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use uuid::Uuid;

/// Where an answer goes.
pub(crate) type Reply<R, E> = oneshot::Sender<Result<R, E>>;

/// Work and where its answer goes.
pub(crate) struct Job<W, R, E> {
    work: W,
    reply: Reply<R, E>,
}

pub(crate) const fn job<W, R, E>(work: W, reply: Reply<R, E>) -> Job<W, R, E> {
    Job { work, reply }
}

/// Receipts ready to be written.
pub(crate) struct ReceiveWork {
    pub(crate) ids: Vec<Uuid>,
    /// The values of their rows, one after another.
    pub(crate) values: Vec<Value>,
}

/// Statements of one transaction.
pub(crate) struct PlainWork {
    pub(crate) statements: Vec<Statement>,
    /// An act for the audit chain, and which statement must have changed something for it to have happened.
    pub(crate) act: Option<(usize, Act)>,
}

/// What the writer can be asked for.
pub(crate) enum Command {
    Accept(Box<Job<AcceptWork, Accepted, AcceptError>>),
    Append(Job<AppendWork, u32, AppendError>),
    Claim(Job<ClaimWork, Vec<Claim>, StoreError>),
    Lease(Job<LeaseWork, (), LeaseError>),
    Blobs(Job<Vec<Kept>, (), StoreError>),
    Receive(Job<ReceiveWork, Vec<Stored>, StoreError>),
    Plain(Job<PlainWork, Vec<u64>, StoreError>),
    Close(oneshot::Sender<()>),
}

/// Bytes after which a group is full.
const GROUP_BYTES: usize = 8 * 1024 * 1024;

pub(crate) struct Writer {
    config: StoreConfig,
    node: Uuid,
    connection: Option<Connection>,
    commands: mpsc::Receiver<Command>,
    ring: watch::Sender<u64>,
    /// Rung for the other nodes.
    stored: Arc<Notify>,
    /// The last transaction ended because the database could not be reached: do not let every caller wait.
    cut_off: bool,
    // Freed last: nobody else may open the database before the connection is closed.
    _lock: Option<DirectoryLock>,
}

/// What a writer is made of.
pub(crate) struct Parts {
    pub(crate) config: StoreConfig,
    /// This node's id.
    pub(crate) node: Uuid,
    pub(crate) connection: Connection,
    pub(crate) commands: mpsc::Receiver<Command>,
    pub(crate) ring: watch::Sender<u64>,
    pub(crate) stored: Arc<Notify>,
    pub(crate) lock: Option<DirectoryLock>,
}

impl Writer {
    pub(crate) fn new(parts: Parts) -> Writer {
        let Parts { config, node, connection, commands, ring, stored, lock } = parts;
        let connection = Some(connection);
        Writer { config, node, connection, commands, ring, stored, cut_off: false, _lock: lock }
    }

    pub(crate) async fn run(mut self) {
        let mut closing = None;
        while closing.is_none() {
            let Some(first) = self.commands.recv().await else { break };
            let mut group = Group::default();
            closing = group.add(first);
            while closing.is_none()
                && group.len() < self.config.group_size
                && group.size_bytes() < GROUP_BYTES
            {
                let Ok(command) = self.commands.try_recv() else { break };
                closing = group.add(command);
            }
            self.carry_out(group).await;
        }
        // What was sent before the close was answered; what comes now gets `Closed`.
        self.commands.close();
        if let Some(connection) = self.connection.take() {
            connection.close().await;
        }
        drop(self);
        if let Some(closed) = closing {
            let _ = closed.send(());
        }
    }

    async fn carry_out(&mut self, group: Group) {
        if group.len() == 0 {
            return;
        }
        match self.transact(&group).await {
            Ok(outcomes) => {
                if group.answer(outcomes) {
                    self.ring.send_modify(|rings| *rings = rings.wrapping_add(1));
                    self.stored.notify_one();
                }
            }
            // One of them broke a rule of the schema. Each alone, so that only that one fails.
            Err(StoreError::Refused { .. }) if group.len() > 1 => {
                for single in group.split() {
                    Box::pin(self.carry_out(single)).await;
                }
            }
            Err(error) => {
                tracing::warn!(%error, commands = group.len(), "transaction failed");
                group.fail(&error);
            }
        }
    }
}
