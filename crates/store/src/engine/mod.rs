//! The seam between the store and a database engine: a connection that executes text with values and
//! fetches rows. Nothing outside this folder names an engine; a third one would be a third arm in here.
//!
//! A statement runs on both engines if it is written like this:
//!
//! - In SQLite's words, with `$1`, `$2` … or, where it is put together for a number of rows, with `?`.
//! - A [`Value`] has the type of its column: yes and no, counts and times are `BIGINT`, ids and digests `BLOB`.
//! - A list of values that is no `INSERT`'s names its types in a comment, in the order of the columns:
//!   `UPDATE t SET a = v.column2 FROM (/*as BLOB, BIGINT*/VALUES …) AS v WHERE t.id = v.column1`.
//! - What is read in order to be changed is locked in one order: `… ORDER BY id/*for update*/`. Work that
//!   several nodes pick from is read with `/*for update skip locked*/`.
//! - The database's clock is `now_us!()`.
//! - `ON CONFLICT … DO`, `RETURNING`, row comparisons, `CASE`, recursive `WITH`, partial indexes and sums are
//!   the same in both. `INSERT OR …`, `DELETE … LIMIT`, `IFNULL`, `||` with numbers and SQLite's functions for
//!   dates and JSON are not; nor is a column outside of `GROUP BY`.
//! - A statement may be executed again: a transaction that met another node's is repeated as a whole.
//!
//! Migrations use `TEXT`, `BIGINT`, `BLOB` and `WITHOUT ROWID` only; see [`dialect`].

pub(crate) mod dialect;
mod postgres;
mod row;
mod sqlite;

pub(crate) use row::Row;

use crate::config::DatabaseServer;
use crate::{StoreConfig, StoreError};
use std::sync::Arc;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

/// The connection that writes.
pub(crate) enum Connection {
    Sqlite(Box<sqlite::Connection>),
    Postgres(Box<postgres::Connection>),
}

/// The file of an embedded database.
pub(crate) fn database_path(config: &StoreConfig) -> std::path::PathBuf {
    sqlite::database_path(config)
}

/// Copies an embedded database into a new file, see [`sqlite::copy`].
pub(crate) async fn copy(config: &StoreConfig, to: &StoreConfig) -> Result<(), StoreError> {
    if config.server.is_some() {
        let detail =
            "a database server is copied with its own means (pg_dump, archiving): see docs/BACKUP.md";
        return Err(StoreError::Refused { detail: detail.to_owned() });
    }
    sqlite::copy(config, to).await
}

/// What a transaction leaves behind if it is committed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark(Uuid);

/// Opens the connection that writes.
pub(crate) async fn connect(config: &StoreConfig) -> Result<Connection, StoreError> {
    Ok(match &config.server {
        None => Connection::Sqlite(Box::new(sqlite::connect(config)?)),
        Some(server) => Connection::Postgres(Box::new(postgres::connect(server).await?)),
    })
}

impl Connection {
    /// Executes one statement; the answer is the number of rows it changed.
    pub(crate) async fn execute(&mut self, statement: Statement) -> Result<u64, StoreError> {
        match self {
            Connection::Sqlite(connection) => connection.execute(&statement),
            Connection::Postgres(connection) => connection.execute(statement).await,
        }
    }

    /// Executes one statement and fetches its rows.
    pub(crate) async fn fetch(&mut self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        match self {
            Connection::Sqlite(connection) => connection.fetch(&statement),
            Connection::Postgres(connection) => connection.fetch(statement).await,
        }
    }

    /// Executes a script of statements without values, such as a migration.
    pub(crate) async fn script(&mut self, text: &'static str) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(connection) => connection.script(text),
            Connection::Postgres(connection) => connection.script(&dialect::schema(text)).await.map(drop),
        }
    }

    /// Begins a transaction of the store itself.
    pub(crate) async fn begin(&mut self) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(connection) => connection.begin(),
            Connection::Postgres(connection) => connection.script("BEGIN").await.map(drop),
        }
    }

    /// Begins a transaction of this node. One whose end may get lost leaves a mark; see
    /// [`Connection::committed`].
    pub(crate) async fn begin_marked(&mut self, node: Uuid) -> Result<Option<Mark>, StoreError> {
        match self {
            Connection::Sqlite(connection) => connection.begin().map(|()| None),
            Connection::Postgres(connection) => connection.begin(node).await.map(Some),
        }
    }

    pub(crate) async fn commit(&mut self) -> Result<(), StoreError> {
        self.execute(Statement::new("COMMIT", vec![])).await.map(drop)
    }

    pub(crate) async fn rollback(&mut self) -> Result<(), StoreError> {
        self.execute(Statement::new("ROLLBACK", vec![])).await.map(drop)
    }

    /// Whether a transaction of this node whose answer was lost has been committed after all.
    pub(crate) async fn committed(&mut self, node: Uuid, mark: Mark) -> Result<bool, StoreError> {
        match self {
            // Never lost: the database is in this process.
            Connection::Sqlite(_) => Ok(false),
            Connection::Postgres(connection) => connection.committed(node, mark).await,
        }
    }

    /// Keeps other nodes from changing the schema, until [`Connection::unlock_schema`] or the connection's end.
    pub(crate) async fn lock_schema(&mut self) -> Result<(), StoreError> {
        match self {
            // The data directory is locked.
            Connection::Sqlite(_) => Ok(()),
            Connection::Postgres(connection) => connection.lock_schema().await,
        }
    }

    pub(crate) async fn unlock_schema(&mut self) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(_) => Ok(()),
            Connection::Postgres(connection) => connection.unlock_schema().await,
        }
    }

    pub(crate) async fn close(self) {
        match self {
            Connection::Sqlite(connection) => connection.close(),
            Connection::Postgres(connection) => connection.close().await,
        }
    }
}

/// The connections that read.
#[derive(Clone)]
pub(crate) enum Readers {
    Sqlite(sqlite::Readers),
    Postgres(postgres::Readers),
}

impl Readers {
    pub(crate) async fn open(config: &StoreConfig) -> Result<Readers, StoreError> {
        Ok(match &config.server {
            None => Readers::Sqlite(sqlite::Readers::open(config).await?),
            Some(server) => Readers::Postgres(postgres::Readers::open(server, config.readers).await?),
        })
    }

    pub(crate) async fn fetch(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        match self {
            Readers::Sqlite(readers) => readers.fetch(statement).await,
            Readers::Postgres(readers) => readers.fetch(statement).await,
        }
    }

    /// What the engine itself finds wrong with the database; empty when all is well.
    pub(crate) async fn integrity(&self) -> Result<Vec<String>, StoreError> {
        match self {
            Readers::Sqlite(readers) => sqlite::integrity(readers).await,
            // Its references are checked at every write; its files are looked at by its own tools.
            Readers::Postgres(_) => Ok(Vec::new()),
        }
    }

    /// Bytes of the database and of its log, as far as the engine tells.
    pub(crate) async fn size(&self, config: &StoreConfig) -> Result<(u64, u64), StoreError> {
        match self {
            Readers::Sqlite(_) => Ok(sqlite::size(config).await),
            Readers::Postgres(readers) => {
                let sql = Statement::new("SELECT pg_database_size(current_database())", vec![]);
                let bytes = readers.fetch(sql).await?.first().map(|row| row.int(0)).transpose()?;
                Ok((bytes.unwrap_or(0).unsigned_abs(), 0))
            }
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Readers::Sqlite(readers) => readers.close().await,
            Readers::Postgres(readers) => readers.close().await,
        }
    }
}

/// Tells other nodes when `stored` rings, and rings when they tell. Runs until it is aborted.
pub(crate) async fn listen(
    server: DatabaseServer,
    node: Uuid,
    stored: Arc<Notify>,
    ring: watch::Sender<u64>,
) {
    postgres::listen(server, node, stored, ring).await;
}

/// Looks at the settings of a server without connecting.
pub(crate) fn check_server(server: &DatabaseServer) -> Result<(), String> {
    postgres::check(server)
}

/// The version of a server, and what is wrong with its settings.
pub(crate) async fn about_server(server: &DatabaseServer) -> Result<(String, Vec<String>), StoreError> {
    postgres::about(server).await
}

/// A value bound to a statement.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(Arc<str>),
    Blob(Vec<u8>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}
impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Int(yes.into())
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.into())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text.into())
    }
}
impl From<Arc<str>> for Value {
    fn from(text: Arc<str>) -> Value {
        Value::Text(text)
    }
}
impl From<Uuid> for Value {
    fn from(id: Uuid) -> Value {
        Value::Blob(id.as_bytes().to_vec())
    }
}
impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Value {
        Value::Blob(bytes.to_vec())
    }
}
impl From<[u8; 32]> for Value {
    fn from(bytes: [u8; 32]) -> Value {
        Value::Blob(bytes.to_vec())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// Text of a statement, fixed or put together from fixed parts.
#[derive(Clone, Debug)]
pub(crate) enum Sql {
    Fixed(&'static str),
    Made(String),
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Sql {
        Sql::Fixed(text)
    }
}
impl From<String> for Sql {
    fn from(text: String) -> Sql {
        Sql::Made(text)
    }
}

/// A statement with its values, ready to execute.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sql: Sql,
    pub(crate) values: Vec<Value>,
}

impl Statement {
    pub(crate) fn new(sql: impl Into<Sql>, values: Vec<Value>) -> Statement {
        Statement { sql: sql.into(), values }
    }
}
