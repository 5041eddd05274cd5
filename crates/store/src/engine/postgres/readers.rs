//! The connections that read.

use super::fault::judge;
use super::options::options;
use super::values::prepare;
use super::{ANSWER, CONNECT, silent};
use crate::StoreError;
use crate::config::DatabaseServer;
use crate::engine::{Row, Statement};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{Executor, Postgres};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// The connections that read.
#[derive(Clone)]
pub(crate) struct Readers {
    pool: PgPool,
    most: u32,
    silence: Silence,
}

/// When a connection was last found silent. Those that are older went over the same dead line, most likely: they
/// are not waited for as well.
#[derive(Clone, Default)]
struct Silence(Arc<Mutex<Option<Instant>>>);

impl Silence {
    fn noticed(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Whether something was silent within this age.
    fn within(&self, age: std::time::Duration) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| at.elapsed() <= age)
    }
}

impl Readers {
    pub(crate) async fn open(server: &DatabaseServer, most: u32) -> Result<Readers, StoreError> {
        let most = most.max(1);
        let silence = Silence::default();
        let heard = silence.clone();
        let pool = PgPoolOptions::new()
            .max_connections(most)
            .min_connections(0)
            .acquire_timeout(CONNECT)
            .test_before_acquire(false)
            .before_acquire(move |_, about| {
                let usable = !heard.within(about.age);
                Box::pin(async move { Ok(usable) })
            })
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // Planned for their values and for the table as it is now: a kept plan may be from when it was empty.
                    let session = "SET default_transaction_read_only = on; SET jit = off; \
                         SET plan_cache_mode = force_custom_plan; SET tcp_keepalives_idle = 10; \
                         SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";
                    connection.execute(sqlx::raw_sql(session)).await.map(drop)
                })
            })
            .connect_lazy_with(options(server)?);
        Ok(Readers { pool, most, silence })
    }

    /// Reads. A connection that died while it lay in the pool is noticed only now; reading again does no harm.
    pub(crate) async fn fetch(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let mut tries = 0;
        loop {
            match self.try_fetch(statement.clone()).await {
                // Once: the next connection is a new one, and what it does not answer is not answered.
                Err(Tried::Silent) if tries < self.most => tries = self.most,
                Err(Tried::Silent) => return Err(silent()),
                Err(Tried::Died(_)) if tries < self.most => tries += 1,
                Err(Tried::Died(error) | Tried::Failed(error)) => return Err(error),
                Ok(rows) => return Ok(rows),
            }
        }
    }

    async fn try_fetch(&self, statement: Statement) -> Result<Vec<Row>, Tried> {
        let (text, arguments) = prepare(statement).map_err(Tried::Failed)?;
        let mut connection = self.pool.acquire().await.map_err(|error| Tried::Failed(judge(error)))?;
        let query = sqlx::query_with::<Postgres, _>(text, arguments).fetch_all(&mut *connection);
        let error = match tokio::time::timeout(ANSWER, query).await {
            Ok(Ok(rows)) => return Ok(rows.into_iter().map(Row::Postgres).collect()),
            Ok(Err(error)) => match judge(error) {
                error @ StoreError::Unreachable { .. } => Tried::Died(error),
                error => return Err(Tried::Failed(error)),
            },
            Err(_elapsed) => {
                self.silence.noticed();
                Tried::Silent
            }
        };
        // Its place in the pool is free at once; a dead line could keep it for a quarter of an hour.
        drop(connection.detach());
        Err(error)
    }

    pub(crate) async fn close(&self) {
        let _ = tokio::time::timeout(CONNECT, self.pool.close()).await;
    }
}

enum Tried {
    /// The connection was dead.
    Died(StoreError),
    /// The connection did not answer in time.
    Silent,
    Failed(StoreError),
}

/// What a person should know about the server: its version, and settings with which it may lose what it promised.
pub(crate) async fn about(server: &DatabaseServer) -> Result<(String, Vec<String>), StoreError> {
    let readers = Readers::open(server, 1).await?;
    let sql = "SELECT current_setting('server_version'), current_setting('server_encoding'), \
         current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')";
    let rows = readers.fetch(Statement::new(sql, vec![])).await;
    readers.close().await;
    let rows = rows?;
    let Some(row) = rows.first() else { return Err(silent()) };
    let mut problems = Vec::new();
    if row.text(1)? != "UTF8" {
        problems.push("the database is not in UTF8: create it with ENCODING 'UTF8'".to_owned());
    }
    for (column, name) in [(2, "fsync"), (3, "full_page_writes"), (4, "synchronous_commit")] {
        if row.text(column)? == "off" {
            problems.push(format!("{name} is off: letters may be lost at a power cut; set it on"));
        }
    }
    Ok((row.text(0)?, problems))
}
