//! SQLite through sqlx.

use super::{Row, Sql, Statement, Value};
use crate::{StoreConfig, StoreError};
use sqlx::error::ErrorKind;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Arguments, AssertSqlSafe, ConnectOptions, Connection as _, Executor, SqlStr, SqliteConnection};
use sqlx::{SqlSafeStr, Sqlite};
use std::path::PathBuf;

const PAGE_BYTES: u64 = 4096;

fn options(config: &StoreConfig) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(database_path(config))
        .create_if_missing(true)
        .page_size(PAGE_BYTES as u32)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(config.busy_timeout)
        .pragma("temp_store", "memory")
        .statement_cache_capacity(512)
        .row_buffer_size(1024)
        .disable_statement_logging()
}

/// The database file of a store.
pub(crate) fn database_path(config: &StoreConfig) -> PathBuf {
    config.data_dir.join("brevdue.db")
}

/// Opens the one connection that writes.
pub(crate) async fn connect(config: &StoreConfig) -> Result<Connection, StoreError> {
    let mut options = options(config)
        .pragma("cache_size", format!("-{}", config.writer_cache_kib))
        .pragma("wal_autocheckpoint", (config.checkpoint_bytes / PAGE_BYTES).max(1).to_string())
        .pragma("journal_size_limit", config.checkpoint_bytes.to_string())
        // The key of a forgotten letter must not lie on in a free page.
        .pragma("secure_delete", "on");
    if let Some(bytes) = config.max_database_bytes {
        options = options.pragma("max_page_count", (bytes / PAGE_BYTES).max(1).to_string());
    }
    Ok(Connection(options.connect().await.map_err(judge)?))
}

/// The connection that writes.
pub(crate) struct Connection(SqliteConnection);

impl Connection {
    /// Executes one statement; the answer is the number of rows it changed.
    pub(crate) async fn execute(&mut self, statement: Statement) -> Result<u64, StoreError> {
        let (text, arguments) = prepare(statement)?;
        let done =
            sqlx::query_with::<Sqlite, _>(text, arguments).execute(&mut self.0).await.map_err(judge)?;
        Ok(done.rows_affected())
    }

    /// Executes one statement and fetches its rows.
    pub(crate) async fn fetch(&mut self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let (text, arguments) = prepare(statement)?;
        let rows =
            sqlx::query_with::<Sqlite, _>(text, arguments).fetch_all(&mut self.0).await.map_err(judge)?;
        Ok(rows.into_iter().map(Row::Sqlite).collect())
    }

    /// Executes a script of statements without values.
    pub(crate) async fn script(&mut self, text: &'static str) -> Result<(), StoreError> {
        self.0.execute(sqlx::raw_sql(text)).await.map_err(judge)?;
        Ok(())
    }

    /// Begins a transaction that writes; says so at once, or two writers meet half-way.
    pub(crate) async fn begin(&mut self) -> Result<(), StoreError> {
        self.execute(Statement::new("BEGIN IMMEDIATE", vec![])).await.map(drop)
    }

    /// Moves everything from the write-ahead log into the database file and closes.
    pub(crate) async fn close(mut self) {
        // A failure here loses nothing: the log is read at the next start.
        let _ = self.script("PRAGMA wal_checkpoint(TRUNCATE)").await;
        let _ = self.0.close().await;
    }
}

/// The connections that read.
#[derive(Clone)]
pub(crate) struct Readers(SqlitePool);

impl Readers {
    pub(crate) async fn open(config: &StoreConfig) -> Result<Readers, StoreError> {
        let options = options(config)
            .create_if_missing(false)
            .pragma("cache_size", format!("-{}", config.reader_cache_kib))
            .pragma("query_only", "true");
        let pool = SqlitePoolOptions::new()
            .max_connections(config.readers.max(1))
            .min_connections(1)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await
            .map_err(judge)?;
        Ok(Readers(pool))
    }

    pub(crate) async fn fetch(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let (text, arguments) = prepare(statement)?;
        let rows = sqlx::query_with::<Sqlite, _>(text, arguments).fetch_all(&self.0).await.map_err(judge)?;
        Ok(rows.into_iter().map(Row::Sqlite).collect())
    }

    pub(crate) async fn close(&self) {
        self.0.close().await;
    }
}

/// Copies a database, as it is at one moment, into a file that must not exist, while others go on working with it.
pub(crate) async fn copy(config: &StoreConfig, to: &StoreConfig) -> Result<(), StoreError> {
    let mut connection = connect(config).await?;
    let path = database_path(to).to_string_lossy().into_owned();
    connection.execute(Statement::new("VACUUM INTO $1", vec![path.into()])).await?;
    // Opened once as it will be opened later: from now on looking at it does not change the file.
    connect(to).await?.close().await;
    Ok(())
}

/// Bytes of the database file and of its write-ahead log.
pub(crate) async fn size(config: &StoreConfig) -> (u64, u64) {
    let database = database_path(config);
    let log = database.with_extension("db-wal");
    let length = |path| async { tokio::fs::metadata(path).await.map_or(0, |metadata| metadata.len()) };
    (length(database).await, length(log).await)
}

/// What SQLite itself finds wrong with the file; empty when all is well.
pub(crate) async fn integrity(readers: &Readers) -> Result<Vec<String>, StoreError> {
    let mut problems = Vec::new();
    for row in readers.fetch(Statement::new("PRAGMA integrity_check(20)", vec![])).await? {
        let text = row.text(0)?;
        if text != "ok" {
            problems.push(text);
        }
    }
    for row in readers.fetch(Statement::new("PRAGMA foreign_key_check", vec![])).await? {
        problems.push(format!("a row of {} refers to a missing row of {}", row.text(0)?, row.text(2)?));
    }
    Ok(problems)
}

fn prepare(statement: Statement) -> Result<(SqlStr, SqliteArguments), StoreError> {
    let text = match statement.sql {
        Sql::Fixed(text) => text.into_sql_str(),
        // Put together in `tables` from fixed parts and placeholders only; values are always bound.
        Sql::Made(text) => AssertSqlSafe(text).into_sql_str(),
    };
    let mut arguments = SqliteArguments::default();
    arguments.reserve(statement.values.len(), 0);
    for value in statement.values {
        match value {
            Value::Null => arguments.add(None::<i64>),
            Value::Int(number) => arguments.add(number),
            Value::Text(text) => arguments.add(text),
            Value::Blob(bytes) => arguments.add(bytes),
        }
        .map_err(|error| StoreError::Refused { detail: error.to_string() })?;
    }
    Ok((text, arguments))
}

/// Turns an error of the driver into what the caller can do about it.
fn judge(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(error) => {
            if !matches!(error.kind(), ErrorKind::Other) {
                // The message names table and column, never a value.
                return StoreError::Refused { detail: error.message().to_owned() };
            }
            let code = error.code().and_then(|code| code.parse::<u32>().ok()).unwrap_or_default();
            match code & 0xff {
                11 | 26 => StoreError::corrupt(error.message()),
                13 => StoreError::Full,
                19 => StoreError::Refused { detail: error.message().to_owned() },
                _ => StoreError::Unavailable { detail: error.to_string() },
            }
        }
        sqlx::Error::Io(error) => StoreError::unavailable(&error),
        sqlx::Error::PoolClosed => StoreError::Closed,
        sqlx::Error::WorkerCrashed => {
            StoreError::Unavailable { detail: "the database thread ended".to_owned() }
        }
        sqlx::Error::PoolTimedOut => {
            StoreError::Unavailable { detail: "all reading connections are busy".to_owned() }
        }
        other => StoreError::Unavailable { detail: other.to_string() },
    }
}
