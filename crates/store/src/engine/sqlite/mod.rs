//! SQLite through rusqlite. The connection that writes works on the thread that calls it, which is the writer's
//! own; see [`crate::writer`]. A statement there costs no thread switch.

mod readers;

pub(crate) use readers::Readers;

use super::{Row, Sql, Statement, Value};
use crate::{StoreConfig, StoreError};
use rusqlite::OpenFlags;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use std::path::PathBuf;

const PAGE_BYTES: u64 = 4096;
/// Statements that a connection keeps parsed.
const STATEMENTS: usize = 512;

/// The database file of a store.
pub(crate) fn database_path(config: &StoreConfig) -> PathBuf {
    config.data_dir.join("brevdue.db")
}

fn open(
    config: &StoreConfig,
    flags: OpenFlags,
    settings: &[(&str, String)],
) -> Result<rusqlite::Connection, StoreError> {
    let flags = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = rusqlite::Connection::open_with_flags(database_path(config), flags).map_err(judge)?;
    connection.busy_timeout(config.busy_timeout).map_err(judge)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    let common = [
        // Before the first table: it cannot be changed afterwards.
        ("page_size", PAGE_BYTES.to_string()),
        ("journal_mode", "wal".to_owned()),
        ("synchronous", "full".to_owned()),
        ("foreign_keys", "on".to_owned()),
        ("temp_store", "memory".to_owned()),
    ];
    for (name, value) in common.iter().chain(settings) {
        connection.execute_batch(&format!("PRAGMA {name} = {value}")).map_err(judge)?;
    }
    Ok(connection)
}

/// Opens the one connection that writes.
pub(crate) fn connect(config: &StoreConfig) -> Result<Connection, StoreError> {
    let mut settings = vec![
        ("cache_size", format!("-{}", config.writer_cache_kib)),
        ("wal_autocheckpoint", (config.checkpoint_bytes / PAGE_BYTES).max(1).to_string()),
        ("journal_size_limit", config.checkpoint_bytes.to_string()),
        // The key of a forgotten letter must not lie on in a free page.
        ("secure_delete", "on".to_owned()),
    ];
    if let Some(bytes) = config.max_database_bytes {
        settings.push(("max_page_count", (bytes / PAGE_BYTES).max(1).to_string()));
    }
    open(config, OpenFlags::SQLITE_OPEN_CREATE, &settings).map(Connection)
}

/// The connection that writes.
pub(crate) struct Connection(rusqlite::Connection);

impl Connection {
    /// Executes one statement; the answer is the number of rows it changed.
    pub(crate) fn execute(&mut self, statement: &Statement) -> Result<u64, StoreError> {
        let mut prepared = self.0.prepare_cached(text(statement)).map_err(judge)?;
        bind(&mut prepared, &statement.values)?;
        prepared.raw_execute().map(|rows| rows as u64).map_err(judge)
    }

    /// Executes one statement and fetches its rows.
    pub(crate) fn fetch(&mut self, statement: &Statement) -> Result<Vec<Row>, StoreError> {
        fetch(&self.0, statement)
    }

    /// Executes a script of statements without values.
    pub(crate) fn script(&mut self, text: &str) -> Result<(), StoreError> {
        self.0.execute_batch(text).map_err(judge)
    }

    /// Begins a transaction that writes; says so at once, or two writers meet half-way.
    pub(crate) fn begin(&mut self) -> Result<(), StoreError> {
        self.execute(&Statement::new("BEGIN IMMEDIATE", vec![])).map(drop)
    }

    /// Moves everything from the write-ahead log into the database file and closes.
    pub(crate) fn close(mut self) {
        // A failure here loses nothing: the log is read at the next start.
        let _ = self.script("PRAGMA wal_checkpoint(TRUNCATE)");
        let _ = self.0.close();
    }
}

/// Copies a database, as it is at one moment, into a file that must not exist, while others go on working with it.
pub(crate) async fn copy(config: &StoreConfig, to: &StoreConfig) -> Result<(), StoreError> {
    let (config, to) = (config.clone(), to.clone());
    blocking(move || {
        let path = database_path(&to).to_string_lossy().into_owned();
        connect(&config)?.execute(&Statement::new("VACUUM INTO $1", vec![path.into()]))?;
        // Opened once as it will be opened later: from now on looking at it does not change the file.
        connect(&to)?.close();
        Ok(())
    })
    .await
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

/// Work that may wait for the disk, off the threads that serve requests.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let ended = |_| StoreError::Unavailable { detail: "a database thread ended".to_owned() };
    tokio::task::spawn_blocking(work).await.map_err(ended)?
}

fn fetch(connection: &rusqlite::Connection, statement: &Statement) -> Result<Vec<Row>, StoreError> {
    let mut prepared = connection.prepare_cached(text(statement)).map_err(judge)?;
    bind(&mut prepared, &statement.values)?;
    let columns = prepared.column_count();
    let mut rows = prepared.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(judge)? {
        let values = (0..columns).map(|column| value(row.get_ref(column).map_err(judge)?));
        found.push(Row::Sqlite(values.collect::<Result<_, _>>()?));
    }
    Ok(found)
}

fn text(statement: &Statement) -> &str {
    match &statement.sql {
        Sql::Fixed(text) => text,
        // Put together in `tables` from fixed parts and placeholders only; values are always bound.
        Sql::Made(text) => text,
    }
}

/// Binds `$1`, `$2` … by their numbers and `?` in their order.
fn bind(prepared: &mut rusqlite::Statement<'_>, values: &[Value]) -> Result<(), StoreError> {
    let mut before = 0;
    for index in 1..=prepared.parameter_count() {
        let number = prepared.parameter_name(index).and_then(|name| name.strip_prefix('$')?.parse().ok());
        let number: usize = number.unwrap_or(before + 1);
        before = number;
        let value = number.checked_sub(1).and_then(|at| values.get(at));
        let value = value.ok_or_else(|| StoreError::Refused { detail: format!("no value {number}") })?;
        prepared.raw_bind_parameter(index, value).map_err(judge)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(stored: ValueRef<'_>) -> Result<Value, StoreError> {
    Ok(match stored {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text).map_err(|_| StoreError::corrupt("a text is not UTF-8"))?;
            text.into()
        }
        ValueRef::Blob(bytes) => bytes.into(),
        ValueRef::Real(_) => return Err(StoreError::corrupt("a number is not whole")),
    })
}

/// Turns an error of the driver into what the caller can do about it.
fn judge(error: rusqlite::Error) -> StoreError {
    // The message names table and column, never a value.
    let (code, detail) = match error {
        rusqlite::Error::SqliteFailure(code, message) => {
            let detail = message.unwrap_or_else(|| code.to_string());
            (Some(code.extended_code), detail)
        }
        rusqlite::Error::SqlInputError { error, msg, .. } => (Some(error.extended_code), msg),
        other => (None, other.to_string()),
    };
    match code.map(|code| code & 0xff) {
        Some(rusqlite::ffi::SQLITE_CORRUPT | rusqlite::ffi::SQLITE_NOTADB) => StoreError::corrupt(detail),
        Some(rusqlite::ffi::SQLITE_FULL) => StoreError::Full,
        Some(rusqlite::ffi::SQLITE_CONSTRAINT) => StoreError::Refused { detail },
        _ => StoreError::Unavailable { detail },
    }
}
