//! A fetched row, whichever engine it came from.

use super::postgres;
use crate::StoreError;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Postgres, Row as _, Sqlite};
use uuid::Uuid;

/// One fetched row; columns are counted from 0.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    fn get<'r, T: Decode<'r, Sqlite> + Decode<'r, Postgres>>(
        &'r self,
        column: usize,
    ) -> Result<T, StoreError> {
        match self {
            Row::Sqlite(row) => row.try_get_unchecked(column),
            Row::Postgres(row) => row.try_get_unchecked(column),
        }
        .map_err(|_| mistyped(column))
    }

    /// A number, be it a column, a count or a sum.
    pub(crate) fn int(&self, column: usize) -> Result<i64, StoreError> {
        self.opt_int(column)?.ok_or_else(|| mistyped(column))
    }
    pub(crate) fn opt_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Row::Sqlite(row) => row.try_get_unchecked(column).map_err(|_| mistyped(column)),
            Row::Postgres(row) => postgres::number(row, column).ok_or_else(|| mistyped(column)),
        }
    }
    pub(crate) fn text(&self, column: usize) -> Result<String, StoreError> {
        self.get(column)
    }
    pub(crate) fn opt_text(&self, column: usize) -> Result<Option<String>, StoreError> {
        self.get(column)
    }
    pub(crate) fn blob(&self, column: usize) -> Result<Vec<u8>, StoreError> {
        self.get(column)
    }
    pub(crate) fn opt_blob(&self, column: usize) -> Result<Option<Vec<u8>>, StoreError> {
        self.get(column)
    }
    pub(crate) fn uuid(&self, column: usize) -> Result<Uuid, StoreError> {
        let bytes: &[u8] = self.get(column)?;
        Uuid::from_slice(bytes).map_err(|_| StoreError::corrupt("an id is not 16 bytes long"))
    }
    pub(crate) fn opt_uuid(&self, column: usize) -> Result<Option<Uuid>, StoreError> {
        let bytes: Option<&[u8]> = self.get(column)?;
        bytes
            .map(|bytes| {
                Uuid::from_slice(bytes).map_err(|_| StoreError::corrupt("an id is not 16 bytes long"))
            })
            .transpose()
    }
    pub(crate) fn bytes32(&self, column: usize) -> Result<[u8; 32], StoreError> {
        let bytes: &[u8] = self.get(column)?;
        bytes.try_into().map_err(|_| StoreError::corrupt("a digest is not 32 bytes long"))
    }
}

fn mistyped(column: usize) -> StoreError {
    StoreError::corrupt(format!("column {column} of a row has another type than was written"))
}
