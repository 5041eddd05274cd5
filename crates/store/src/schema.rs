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
    // Older releases cannot read what is encrypted, and would append events past the audit chain.
    Migration { version: 4, oldest: 4, text: include_str!("../migrations/0004_vault.sql") },
    // Older releases do not know that a letter may be held back, nor the new events.
    Migration { version: 5, oldest: 5, text: include_str!("../migrations/0005_life.sql") },
    Migration { version: 6, oldest: 5, text: include_str!("../migrations/0006_units.sql") },
    Migration { version: 7, oldest: 5, text: include_str!("../migrations/0007_causes.sql") },
    // Older releases know neither people nor sessions; they let keys open their pages.
    Migration { version: 8, oldest: 5, text: include_str!("../migrations/0008_people.sql") },
    Migration { version: 9, oldest: 5, text: include_str!("../migrations/0009_systems.sql") },
    Migration { version: 10, oldest: 5, text: include_str!("../migrations/0010_refusals.sql") },
    // Older releases find no such letter where its content was deleted, as they did before.
    Migration { version: 11, oldest: 5, text: include_str!("../migrations/0011_remains.sql") },
];

/// The schema with which nodes began to be counted.
const NODES_SINCE: u32 = 3;

/// Newest schema that this release knows.
pub fn known() -> u32 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// Brings the database to the newest schema. Other nodes wait meanwhile; those of an older release are refused
/// what they could not understand, and `dead_after` tells which of them are still at work.
pub(crate) async fn migrate(connection: &mut Connection, dead_after: Duration) -> Result<(), OpenError> {
    connection.lock_schema().await?;
    let done = migrate_alone(connection, MIGRATIONS, dead_after).await;
    connection.unlock_schema().await?;
    done
}

async fn migrate_alone(
    connection: &mut Connection,
    migrations: &[Migration],
    dead_after: Duration,
) -> Result<(), OpenError> {
    connection
        .script("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)")
        .await?;
    let found = version(connection).await?;
    let known = migrations.last().map_or(0, |migration| migration.version);
    if found > known {
        let oldest = oldest_reader(connection, known).await?;
        if oldest.is_none_or(|oldest| oldest > known) {
            return Err(OpenError::NewerSchema { found, known });
        }
        tracing::info!(found, known, "a newer release has prepared the database; this one can go on");
        return Ok(());
    }
    for migration in migrations.iter().filter(|migration| migration.version > found) {
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

/// Refuses a schema that this release would have to change, or does not know.
pub(crate) async fn must_be_known(connection: &mut Connection) -> Result<(), OpenError> {
    let (found, known) = (version(connection).await?, known());
    if found < known {
        return Err(OpenError::OlderSchema { found, known });
    }
    let readable =
        found == known || oldest_reader(connection, known).await?.is_some_and(|oldest| oldest <= known);
    if readable { Ok(()) } else { Err(OpenError::NewerSchema { found, known }) }
}

async fn version(connection: &mut Connection) -> Result<u32, StoreError> {
    let found = number(connection, "SELECT MAX(version) FROM schema_version").await?.unwrap_or(0);
    u32::try_from(found).map_err(|_| StoreError::corrupt("the schema version is not a version"))
}

/// The oldest schema whose releases may work on this database; nothing if the newest migration did not say.
async fn oldest_reader(connection: &mut Connection, known: u32) -> Result<Option<u32>, StoreError> {
    let sql = "SELECT CASE WHEN COUNT(min_reader) = COUNT(*) THEN MAX(min_reader) END FROM schema_version \
         WHERE version > $1";
    let values = vec![i64::from(known).into()];
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{StoreConfig, engine};

    const NEXT: Migration =
        Migration { version: 1000, oldest: 3, text: "ALTER TABLE setting ADD COLUMN colour TEXT;" };
    const AFTER: Migration =
        Migration { version: 1001, oldest: 1001, text: "ALTER TABLE setting ADD COLUMN shape TEXT;" };
    const MINUTE: Duration = Duration::from_secs(60);

    async fn run(connection: &mut Connection, migrations: &[&[Migration]]) -> Result<(), OpenError> {
        let copy = |m: &Migration| Migration { version: m.version, oldest: m.oldest, text: m.text };
        let all: Vec<Migration> = migrations.iter().flat_map(|part| part.iter().map(copy)).collect();
        migrate_alone(connection, &all, MINUTE).await
    }

    async fn execute(connection: &mut Connection, sql: &'static str) {
        connection.execute(Statement::new(sql, vec![])).await.unwrap();
    }

    #[tokio::test]
    async fn a_release_that_older_nodes_cannot_stand_waits_for_them_and_then_shuts_them_out() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = engine::connect(&StoreConfig::new(folder.path())).await.unwrap();
        let connection = &mut connection;
        run(connection, &[MIGRATIONS]).await.unwrap();
        execute(
            connection,
            concat!(
                "INSERT INTO node (id, name, knows, seen_at_us) VALUES ('a', 'gw-1', 3, ",
                crate::engine::dialect::now_us!(),
                ")"
            ),
        )
        .await;
        // One that they can stand does not wait, and they may start again after it.
        run(connection, &[MIGRATIONS, &[NEXT]]).await.unwrap();
        run(connection, &[MIGRATIONS]).await.unwrap();
        match run(connection, &[MIGRATIONS, &[NEXT, AFTER]]).await {
            Err(OpenError::OlderNodes { nodes }) => assert_eq!(nodes, ["gw-1"]),
            other => panic!("{other:?}"),
        }
        execute(connection, "UPDATE node SET seen_at_us = seen_at_us - 61000000").await;
        run(connection, &[MIGRATIONS, &[NEXT, AFTER]]).await.unwrap();
        assert!(matches!(
            run(connection, &[MIGRATIONS]).await,
            Err(OpenError::NewerSchema { found: 1001, .. })
        ));
    }

    #[tokio::test]
    async fn counts_of_an_older_database_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = engine::connect(&StoreConfig::new(folder.path())).await.unwrap();
        run(&mut connection, &[&MIGRATIONS[..2]]).await.unwrap();
        execute(&mut connection, "INSERT INTO tally (sender, state, letters) VALUES ('a', 'b', 7)").await;
        run(&mut connection, &[MIGRATIONS]).await.unwrap();
        let rows = connection.fetch(Statement::new(crate::tables::tally::ALL, vec![])).await.unwrap();
        assert_eq!((rows.len(), rows[0].text(0).unwrap(), rows[0].int(2).unwrap()), (1, "a".to_owned(), 7));
    }
}
