//! Nodes that share a database: who is alive, whose letters are free, who does what only one may do.

use crate::engine::{self, Statement};
use crate::tables::node;
use crate::time::length;
use crate::{Store, StoreError, schema};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// Signs of life in the time after which a node is taken for dead.
const SIGNS: u32 = 4;
/// Nodes that were silent for this long are forgotten. Far longer than anybody asks for their last mark.
const REMEMBERED: Duration = Duration::from_secs(7 * 24 * 3600);

/// A node as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What people call it.
    pub name: String,
    /// How long it has been silent.
    pub silent: Duration,
    /// Whether it is taken for dead.
    pub dead: bool,
}

impl Store {
    /// Whether other nodes may work on the same database.
    pub fn is_shared(&self) -> bool {
        self.config().server.is_some()
    }

    /// All nodes of a shared database that were seen in the last week, by name; none of an embedded one.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn nodes(&self) -> Result<Vec<Node>, StoreError> {
        let Some(server) = &self.config().server else { return Ok(Vec::new()) };
        let rows = self.readers().fetch(Statement::new(node::ALL, vec![])).await?;
        rows.iter()
            .map(|row| {
                let silent = Duration::from_micros(u64::try_from(row.int(1)?).unwrap_or(0));
                Ok(Node { name: row.text(0)?, silent, dead: silent > server.dead_after })
            })
            .collect()
    }

    /// The time by the clock of the database server; nothing for an embedded store, whose clock is ours.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn server_clock(&self) -> Result<Option<jiff::Timestamp>, StoreError> {
        if !self.is_shared() {
            return Ok(None);
        }
        let rows = self.readers().fetch(Statement::new(node::CLOCK, vec![])).await?;
        rows.first().map(|row| crate::time::timestamp(row.int(0)?)).transpose()
    }

    /// Takes on, or keeps, a task that only one node may do, for this long; says whether this node has it now.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written; then another node may have it.
    pub async fn hold_task(&self, name: &str, lease: Duration) -> Result<bool, StoreError> {
        let values = vec![name.into(), self.node_id().into(), length(lease).into()];
        self.write(Statement::new(node::HOLD, values)).await.map(|changed| changed > 0)
    }

    /// This node's id as it stands in leases and tasks.
    pub(crate) fn node_id(&self) -> String {
        self.node().simple().to_string()
    }

    /// Notes this node, and begins to give signs of life, to look after silent nodes, and to hear the others.
    pub(crate) async fn arrive(&self) -> Result<Vec<JoinHandle<()>>, StoreError> {
        let Some(server) = self.config().server.clone() else { return Ok(Vec::new()) };
        let mark = uuid::Uuid::new_v4();
        let name = server.node_name.clone();
        let values = vec![self.node_id().into(), name.into(), i64::from(schema::known()).into(), mark.into()];
        self.write(Statement::new(node::ARRIVE, values)).await?;
        let (ring, stored) = self.bells();
        let listening = engine::listen(server.clone(), self.node(), stored, ring);
        Ok(vec![tokio::spawn(listening), tokio::spawn(live(self.downgrade(), server.dead_after))])
    }

    /// Frees what this node holds. Others could wait for it otherwise.
    pub(crate) async fn leave(&self) {
        if !self.is_shared() {
            return;
        }
        let statements = [node::FREE, node::LEAVE_TASKS, node::LEAVE]
            .map(|sql| Statement::new(sql, vec![self.node_id().into()]));
        if let Err(error) = self.write_all(statements.into()).await {
            tracing::warn!(%error, "this node could not say that it leaves; its leases run out");
        }
    }

    /// Frees what dead nodes hold; gives the number of letters.
    async fn free_dead(&self, dead_after: Duration) -> Result<u64, StoreError> {
        let silence = || vec![length(dead_after).into()];
        let statements = vec![
            Statement::new(node::FREE_DEAD, silence()),
            Statement::new(node::LEAVE_DEAD_TASKS, silence()),
            Statement::new(node::FORGET, vec![length(REMEMBERED).into()]),
        ];
        Ok(self.write_all(statements).await?.first().copied().unwrap_or(0))
    }
}

/// Gives signs of life: every transaction is one, so that an empty one is enough.
async fn live(store: crate::store::Weak, dead_after: Duration) {
    let pause = (dead_after / SIGNS).max(Duration::from_millis(100));
    let mut in_touch_since = Instant::now();
    loop {
        tokio::time::sleep(pause).await;
        let Some(store) = store.upgrade() else { return };
        let asked = Instant::now();
        // After an outage of the database everybody was silent: who was away cannot say who else is dead.
        let judges = in_touch_since.elapsed() >= dead_after;
        let freed = if judges {
            store.free_dead(dead_after).await
        } else {
            store.write_all(Vec::new()).await.map(|_| 0)
        };
        match freed {
            Ok(0) => {}
            Ok(letters) => {
                tracing::warn!(letters, "a node is silent; its letters are taken over");
                store.ring();
            }
            Err(StoreError::Closed) => return,
            Err(ref error) => tracing::warn!(%error, "no sign of life could be given"),
        }
        if freed.is_err() || asked.elapsed() >= dead_after / 2 {
            in_touch_since = Instant::now();
        }
    }
}
