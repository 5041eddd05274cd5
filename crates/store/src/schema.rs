//! Migrations: numbered files, each applied once in its own transaction.

use crate::engine::{Connection, Statement, dialect};
use crate::{OpenError, StoreError};

/// All migrations, in order; the number is the schema version after it.
const MIGRATIONS: &[(u32, &str)] = &[
    (1, include_str!("../migrations/0001_start.sql")),
    (2, include_str!("../migrations/0002_letter_types.sql")),
    (3, include_str!("../migrations/0003_vault.sql")),
];

/// Newest schema that this release knows.
pub(crate) fn known() -> u32 {
    MIGRATIONS.last().map_or(0, |(version, _)| *version)
}

/// Brings the database to the newest schema.
pub(crate) async fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    connection
        .script("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)")
        .await?;
    let found = version(connection).await?;
    if found > known() {
        return Err(OpenError::NewerSchema { found, known: known() });
    }
    for (version, text) in MIGRATIONS.iter().filter(|(version, _)| *version > found) {
        step(connection, *version, text)
            .await
            .map_err(|source| OpenError::Migration { version: *version, source })?;
        tracing::info!(version, "database migrated");
    }
    Ok(())
}

/// Refuses a schema that this release would have to change, or does not know.
pub(crate) async fn must_be_known(connection: &mut Connection) -> Result<(), OpenError> {
    let found = version(connection).await?;
    match found.cmp(&known()) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(OpenError::OlderSchema { found, known: known() }),
        std::cmp::Ordering::Greater => Err(OpenError::NewerSchema { found, known: known() }),
    }
}

async fn version(connection: &mut Connection) -> Result<u32, StoreError> {
    let rows = connection.fetch(Statement::new("SELECT MAX(version) FROM schema_version", vec![])).await?;
    let found = rows.first().map(|row| row.opt_int(0)).transpose()?.flatten().unwrap_or(0);
    u32::try_from(found).map_err(|_| StoreError::corrupt("the schema version is not a version"))
}

async fn step(connection: &mut Connection, version: u32, text: &'static str) -> Result<(), StoreError> {
    connection.script(dialect::BEGIN_WRITE).await?;
    let done = async {
        connection.script(dialect::schema(text)).await?;
        let record = Statement::new(
            "INSERT INTO schema_version (version) VALUES ($1)",
            vec![i64::from(version).into()],
        );
        connection.execute(record).await?;
        connection.script("COMMIT").await
    }
    .await;
    if done.is_err() {
        let _ = connection.script("ROLLBACK").await;
    }
    done
}
