//! The one connection of this node that writes.

use super::fault::judge;
use super::options::options;
use super::values::prepare;
use super::{ANSWER, CONNECT, silent};
use crate::config::DatabaseServer;
use crate::engine::{Mark, Row, Statement, Value, dialect};
use crate::tables::node;
use crate::{StoreError, schema};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, Executor, PgConnection, Postgres};
use std::time::Duration;
use uuid::Uuid;

/// What this session asks of the server. A node that is cut off must not hold its locks for hours, so the
/// server ends transactions in which nobody speaks any more; and what is answered must be on disk.
///
/// Everything that is written is found by a key. A plan that was made while a table was small would go on reading all of it
/// after it has grown: plans of prepared statements stay until the table's statistics are made anew. (Where a whole table
/// must be read, its price looks so high that it would be compiled first.)
const SESSION: &str = "SET enable_seqscan = off; SET jit = off; SET client_min_messages = warning; SET idle_in_transaction_session_timeout = '10s'; SET lock_timeout = '12s'; \
     SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; \
     SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/// Name of the lock under which one node migrates; any number that nobody else uses.
const MIGRATION_LOCK: i64 = 0x4252_4556_4455_4501;

/// Opens the connection.
pub(crate) async fn connect(server: &DatabaseServer) -> Result<Connection, StoreError> {
    let options = options(server)?;
    let opened = async {
        let mut connection = options.connect().await?;
        connection.execute(sqlx::raw_sql(SESSION)).await?;
        Ok::<_, sqlx::Error>(connection)
    };
    match tokio::time::timeout(CONNECT, opened).await {
        Ok(connection) => Ok(Connection { inner: Some(connection.map_err(judge)?) }),
        Err(_elapsed) => Err(silent()),
    }
}

/// The connection that writes.
pub(crate) struct Connection {
    // Gone after the first sign that the line is dead: what comes over it later cannot be told apart.
    inner: Option<PgConnection>,
}

impl Connection {
    async fn ask<T>(
        &mut self,
        question: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, StoreError> {
        let Some(connection) = &mut self.inner else { return Err(silent()) };
        let answer = match tokio::time::timeout(ANSWER, question(connection)).await {
            Ok(answer) => answer.map_err(judge),
            Err(_elapsed) => Err(silent()),
        };
        if matches!(answer, Err(StoreError::Unreachable { .. })) {
            self.inner = None;
        }
        answer
    }

    /// Executes one statement; the answer is the number of rows it changed.
    pub(crate) async fn execute(&mut self, statement: Statement) -> Result<u64, StoreError> {
        let (text, arguments) = prepare(statement)?;
        let asked = async |connection: &mut PgConnection| {
            sqlx::query_with::<Postgres, _>(text, arguments).execute(connection).await
        };
        Ok(self.ask(asked).await?.rows_affected())
    }

    /// Executes one statement and fetches its rows.
    pub(crate) async fn fetch(&mut self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let (text, arguments) = prepare(statement)?;
        let asked = async |connection: &mut PgConnection| {
            sqlx::query_with::<Postgres, _>(text, arguments).fetch_all(connection).await
        };
        Ok(self.ask(asked).await?.into_iter().map(Row::Postgres).collect())
    }

    /// Executes a script of statements without values; gives the rows changed.
    pub(crate) async fn script(&mut self, text: &str) -> Result<u64, StoreError> {
        // Fixed texts, and ids of this node in hexadecimal digits.
        let text = AssertSqlSafe(text.to_owned());
        let asked = async |connection: &mut PgConnection| connection.execute(sqlx::raw_sql(text)).await;
        Ok(self.ask(asked).await?.rows_affected())
    }

    /// Begins a transaction that leaves a mark in this node's row, in one trip to the server. The mark stands
    /// there if, and only if, the transaction was committed. The same write says that this node is alive.
    pub(crate) async fn begin(&mut self, node: Uuid) -> Result<Mark, StoreError> {
        let mark = Uuid::new_v4();
        let text = format!(
            "BEGIN; UPDATE node SET mark = '\\x{}', seen_at_us = {} WHERE id = '{}'",
            mark.simple(),
            dialect::NOW,
            node.simple()
        );
        if self.script(&text).await? == 0 {
            // New, or swept away after a long silence.
            let (name, knows) = ("unnamed".into(), i64::from(schema::known()).into());
            self.execute(Statement::new(node::ARRIVE, vec![id(node), name, knows, mark.into()])).await?;
        }
        Ok(Mark(mark))
    }

    /// Whether the transaction with that mark was committed. Waits until it has ended, whichever way: its session
    /// holds the row until then.
    pub(crate) async fn committed(&mut self, node: Uuid, mark: Mark) -> Result<bool, StoreError> {
        let rows = self.fetch(Statement::new(node::MARK, vec![id(node)])).await?;
        let Some(row) = rows.first() else {
            return Err(StoreError::Unavailable { detail: "this node's row is gone".to_owned() });
        };
        Ok(row.opt_uuid(0)? == Some(mark.0))
    }

    /// Waits until no other node migrates, and keeps others from it.
    pub(crate) async fn lock_schema(&mut self) -> Result<(), StoreError> {
        // As long as another node's migration takes; only a dead line ends it earlier.
        loop {
            let tried = Statement::new("SELECT pg_try_advisory_lock($1)", vec![MIGRATION_LOCK.into()]);
            if self.fetch(tried).await?.first().map(|row| row.int(0)).transpose()? == Some(1) {
                return Ok(());
            }
            tracing::info!("another node prepares the database; waiting");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Lets the next node migrate.
    pub(crate) async fn unlock_schema(&mut self) -> Result<(), StoreError> {
        let done = Statement::new("SELECT pg_advisory_unlock($1)", vec![MIGRATION_LOCK.into()]);
        self.fetch(done).await.map(drop)
    }

    pub(crate) async fn close(self) {
        if let Some(connection) = self.inner {
            let _ = tokio::time::timeout(CONNECT, connection.close()).await;
        }
    }
}

fn id(node: Uuid) -> Value {
    node.simple().to_string().into()
}
