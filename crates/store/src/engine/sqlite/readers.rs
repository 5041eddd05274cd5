//! The connections that read. A read goes to the runtime's threads for work that waits for the disk: a page that
//! is not in memory must not hold up requests.

use super::{blocking, fetch, open};
use crate::engine::{Row, Statement};
use crate::{StoreConfig, StoreError};
use rusqlite::OpenFlags;
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// A few connections, each opened when it is first needed.
#[derive(Clone)]
pub(crate) struct Readers(Arc<Pool>);

struct Pool {
    config: StoreConfig,
    idle: Mutex<Vec<rusqlite::Connection>>,
    /// One for each connection that may be in use.
    turns: Arc<Semaphore>,
}

impl Pool {
    fn take(&self) -> Result<rusqlite::Connection, StoreError> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        idle.map_or_else(|| connect(&self.config), Ok)
    }

    fn put(&self, connection: rusqlite::Connection) {
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(connection);
        }
    }
}

fn connect(config: &StoreConfig) -> Result<rusqlite::Connection, StoreError> {
    let settings = [
        ("cache_size", format!("-{}", config.reader_cache_kib)),
        // Last: it also forbids what the other settings do.
        ("query_only", "on".to_owned()),
    ];
    open(config, OpenFlags::empty(), &settings)
}

impl Readers {
    pub(crate) async fn open(config: &StoreConfig) -> Result<Readers, StoreError> {
        let turns = Arc::new(Semaphore::new(config.readers.max(1) as usize));
        let pool = Arc::new(Pool { config: config.clone(), idle: Mutex::default(), turns });
        let first = pool.clone();
        // Whether it can be opened at all is known now and not at the first question.
        blocking(move || first.take().map(|connection| first.put(connection))).await?;
        Ok(Readers(pool))
    }

    pub(crate) async fn fetch(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let turn = self.0.turns.clone().acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let pool = self.0.clone();
        blocking(move || {
            let connection = pool.take()?;
            let rows = fetch(&connection, &statement);
            pool.put(connection);
            // Held to here, also if nobody waits for the rows any longer.
            drop(turn);
            rows
        })
        .await
    }

    /// Closes when the last read has ended.
    pub(crate) async fn close(&self) {
        let held = self.0.turns.acquire_many(self.0.config.readers.max(1)).await;
        self.0.turns.close();
        drop(held);
        if let Ok(mut idle) = self.0.idle.lock() {
            idle.clear();
        }
    }
}
