//! Migrations: numbered files, each applied once in its own transaction, by one node.
//!
//! Nodes of two neighbouring releases may work beside each other while one after the other is replaced: each
//! migration says which older schema's releases can go on (`oldest`), and the database remembers it.

use crate::engine::{Connection, Statement};
use crate::tables::node;
use crate::{OpenError, StoreError};
use std::time::Duration;

struct Migration {
    /// The schema version after it.
    version: u32,
    /// The oldest schema whose releases can still work on the database after it.
    oldest: u32,
    text: &'static str,
}

/// All migrations, in order.
const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, oldest: 1, text: include_str!("../migrations/0001_start.sql") },
    Migration { version: 2, oldest: 2, text: include_str!("../migrations/0002_letter_types.sql") },
    Migration { version: 3, oldest: 3, text: include_str!("../migrations/0003_nodes.sql") },
];

/// The schema with which nodes began to be counted.
const NODES_SINCE: u32 = 3;

/// Newest schema that this release knows.
pub(crate) fn known() -> u32 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// Brings the database to the newest schema. Other nodes wait meanwhile; those of an older release are refused
/// what they could not understand, and `dead_after` tells which of them are still at work.
pub(crate) async fn migrate(connection: &mut Connection, dead_after: Duration) -> Result<(), OpenError> {
    connection.lock_schema().await?;
    let done = migrate_alone(connection, dead_after).await;
    connection.unlock_schema().await?;
    done
}

async fn migrate_alone(connection: &mut Connection, dead_after: Duration) -> Result<(), OpenError> {
    connection
        .script("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)")
        .await?;
    let found = version(connection).await?;
    if found > known() {
        let oldest = oldest_reader(connection).await?;
        if oldest.is_none_or(|oldest| oldest > known()) {
            return Err(OpenError::NewerSchema { found, known: known() });
        }
        tracing::info!(found, known = known(), "a newer release has prepared the database; this one can go on");
        return Ok(());
    }
    for migration in MIGRATIONS.iter().filter(|migration| migration.version > found) {
        if found >= NODES_SINCE {
            refuse_beside_older(connection, migration.oldest, dead_after).await?;
        }
        step(connection, migration)
            .await
            .map_err(|source| OpenError::Migration { version: migration.version, source })?;
        tracing::info!(version = migration.version, "database migrated");
    }
    Ok(())
}

async fn version(connection: &mut Connection) -> Result<u32, StoreError> {
    let found = number(connection, "SELECT MAX(version) FROM schema_version").await?.unwrap_or(0);
    u32::try_from(found).map_err(|_| StoreError::corrupt("the schema version is not a version"))
}

/// The oldest schema whose releases may work on this database; nothing if the newest migration did not say.
async fn oldest_reader(connection: &mut Connection) -> Result<Option<u32>, StoreError> {
    let sql = "SELECT CASE WHEN COUNT(min_reader) = COUNT(*) THEN MAX(min_reader) END FROM schema_version \
         WHERE version > $1";
    let values = vec![i64::from(known()).into()];
    let rows = connection.fetch(Statement::new(sql, values)).await?;
    let found = rows.first().map(|row| row.opt_int(0)).transpose()?.flatten();
    Ok(found.and_then(|found| u32::try_from(found).ok()))
}

async fn number(connection: &mut Connection, sql: &'static str) -> Result<Option<i64>, StoreError> {
    let rows = connection.fetch(Statement::new(sql, vec![])).await?;
    Ok(rows.first().map(|row| row.opt_int(0)).transpose()?.flatten())
}

async fn refuse_beside_older(
    connection: &mut Connection,
    oldest: u32,
    dead_after: Duration,
) -> Result<(), OpenError> {
    let values = vec![i64::from(oldest).into(), crate::time::length(dead_after).into()];
    let rows = connection.fetch(Statement::new(node::OLDER, values)).await?;
    let nodes = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
    if nodes.is_empty() { Ok(()) } else { Err(OpenError::OlderNodes { nodes }) }
}

async fn step(connection: &mut Connection, migration: &Migration) -> Result<(), StoreError> {
    let version = i64::from(migration.version);
    connection.begin().await?;
    let done = async {
        connection.script(migration.text).await?;
        // The first two schemas have no column for it.
        let (sql, values) = if migration.version < NODES_SINCE {
            ("INSERT INTO schema_version (version) VALUES ($1)", vec![version.into()])
        } else {
            let sql = "INSERT INTO schema_version (version, min_reader) VALUES ($1, $2)";
            (sql, vec![version.into(), i64::from(migration.oldest).into()])
        };
        connection.execute(Statement::new(sql, values)).await?;
        connection.commit().await
    }
    .await;
    if done.is_err() {
        let _ = connection.rollback().await;
    }
    done
}
