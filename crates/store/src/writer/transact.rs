//! One transaction for a group of commands, and what follows if it does not end as it should: nothing is
//! answered before it is certain whether it was committed, and nothing is repeated that was.

use super::Writer;
use super::group::{Group, Outcomes};
use crate::StoreError;
use crate::engine::{self, Mark};
use std::time::Duration;
use tokio::time::Instant;

/// How long a group waits for a database that cannot be reached, before its callers are told.
const RECONNECT: Duration = Duration::from_secs(6);
/// How long it is tried to find out whether a transaction was committed whose answer was lost.
const SETTLE: Duration = Duration::from_secs(20);
/// Repetitions of a transaction that met those of other nodes.
const REPEATS: u32 = 8;
const PAUSE: Duration = Duration::from_millis(100);

/// How an attempt ended.
enum Ended {
    Committed(Outcomes),
    /// Nothing of it was stored.
    Failed(StoreError),
    /// The answer to the commit was lost.
    Unknown(Outcomes, Mark, StoreError),
}

impl Writer {
    /// Carries out a group, as often as it takes to meet no other node and no dead line.
    pub(super) async fn transact(&mut self, group: &Group) -> Result<Outcomes, StoreError> {
        let patience = if self.cut_off { Duration::ZERO } else { RECONNECT };
        let mut until = None;
        let mut repeats = 0;
        loop {
            let ended = match self.attempt(group).await {
                Ended::Unknown(outcomes, mark, error) => self.settle(outcomes, mark, error).await?,
                ended => ended,
            };
            let error = match ended {
                Ended::Committed(outcomes) => {
                    self.cut_off = false;
                    return Ok(outcomes);
                }
                Ended::Failed(error) | Ended::Unknown(_, _, error) => error,
            };
            match &error {
                // From the first failure on: a dead line may have taken long to be noticed.
                StoreError::Unreachable { .. }
                    if Instant::now() < *until.get_or_insert_with(|| Instant::now() + patience) =>
                {
                    tokio::time::sleep(PAUSE).await;
                }
                StoreError::Contended { .. } if repeats < REPEATS => {
                    repeats += 1;
                    // Not all at the same pace, or they meet again.
                    let spread = u64::from(self.node.as_bytes().first().copied().unwrap_or(0) % 8);
                    tokio::time::sleep(Duration::from_millis(u64::from(repeats) * (2 + spread))).await;
                }
                // Another node may have stored the same key since we looked: looking again tells.
                StoreError::Refused { .. } if repeats == 0 && group.len() == 1 && self.shares() => {
                    repeats = 1
                }
                _ => {
                    self.cut_off = matches!(error, StoreError::Unreachable { .. });
                    return Err(error);
                }
            }
        }
    }

    /// Whether other nodes write to the same database.
    fn shares(&self) -> bool {
        self.config.server.is_some()
    }

    /// The part of the counts that this node writes.
    fn share(&self) -> i64 {
        if self.shares() { i64::from(self.node.as_bytes().last().copied().unwrap_or(0) % 64) } else { 0 }
    }

    async fn attempt(&mut self, group: &Group) -> Ended {
        let share = self.share();
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => match engine::connect(&self.config).await {
                Ok(connection) => none.insert(connection),
                Err(error) => return Ended::Failed(error),
            },
        };
        let worked = async {
            let mark = connection.begin_marked(self.node).await?;
            Ok((group.run(connection, share).await?, mark))
        }
        .await;
        let (outcomes, mark) = match worked {
            Ok(worked) => worked,
            Err(error) => {
                self.undo(&error).await;
                return Ended::Failed(error);
            }
        };
        match (connection.commit().await, mark) {
            (Ok(()), _) => Ended::Committed(outcomes),
            (Err(error @ (StoreError::Refused { .. } | StoreError::Contended { .. })), _)
            | (Err(error), None) => {
                self.undo(&error).await;
                Ended::Failed(error)
            }
            (Err(error), Some(mark)) => {
                self.connection = None;
                Ended::Unknown(outcomes, mark, error)
            }
        }
    }

    async fn undo(&mut self, error: &StoreError) {
        let Some(connection) = &mut self.connection else { return };
        let rolled_back = connection.rollback().await.is_ok();
        let sound = matches!(error, StoreError::Refused { .. } | StoreError::Contended { .. });
        if !(rolled_back && sound) {
            // After a failure of the disk or the line the state of this connection is not worth a guess.
            self.connection = None;
        }
    }

    /// Finds out whether a transaction was committed, by the mark that it leaves.
    async fn settle(
        &mut self,
        outcomes: Outcomes,
        mark: Mark,
        lost: StoreError,
    ) -> Result<Ended, StoreError> {
        tracing::warn!(error = %lost, "the answer to a commit was lost; looking whether it was made");
        let until = Instant::now() + SETTLE;
        loop {
            match self.was_committed(mark).await {
                Ok(true) => return Ok(Ended::Committed(outcomes)),
                Ok(false) => return Ok(Ended::Failed(lost)),
                Err(error) if Instant::now() >= until => {
                    tracing::error!(%error, "whether a transaction was committed could not be found out");
                    // Callers are told that it is not certain; they repeat with the same key, or look.
                    self.cut_off = true;
                    return Err(error);
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    async fn was_committed(&mut self, mark: Mark) -> Result<bool, StoreError> {
        let mut connection = engine::connect(&self.config).await?;
        let committed = connection.committed(self.node, mark).await?;
        self.connection = Some(connection);
        Ok(committed)
    }
}
