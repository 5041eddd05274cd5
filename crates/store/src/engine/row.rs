//! A fetched row, whichever engine it came from.

use super::{Value, postgres};
use crate::StoreError;
use sqlx::postgres::PgRow;
use sqlx::{Decode, Postgres, Row as _};
use uuid::Uuid;

/// One fetched row; columns are counted from 0.
pub(crate) enum Row {
    Sqlite(Vec<Value>),
    Postgres(PgRow),
}

impl Row {
    /// A number, be it a column, a count or a sum.
    pub(crate) fn int(&self, column: usize) -> Result<i64, StoreError> {
        self.opt_int(column)?.ok_or_else(|| mistyped(column))
    }
    pub(crate) fn opt_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Row::Sqlite(row) => match row.get(column) {
                Some(Value::Int(number)) => Ok(Some(*number)),
                other => null(other, column),
            },
            Row::Postgres(row) => postgres::number(row, column).ok_or_else(|| mistyped(column)),
        }
    }
    pub(crate) fn text(&self, column: usize) -> Result<String, StoreError> {
        self.opt_text(column)?.ok_or_else(|| mistyped(column))
    }
    pub(crate) fn opt_text(&self, column: usize) -> Result<Option<String>, StoreError> {
        match self {
            Row::Sqlite(row) => match row.get(column) {
                Some(Value::Text(text)) => Ok(Some(text.as_ref().to_owned())),
                other => null(other, column),
            },
            Row::Postgres(row) => get(row, column),
        }
    }
    fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>, StoreError> {
        match self {
            Row::Sqlite(row) => match row.get(column) {
                Some(Value::Blob(bytes)) => Ok(Some(bytes)),
                other => null(other, column),
            },
            Row::Postgres(row) => get(row, column),
        }
    }
    fn bytes(&self, column: usize) -> Result<&[u8], StoreError> {
        self.opt_bytes(column)?.ok_or_else(|| mistyped(column))
    }
    pub(crate) fn blob(&self, column: usize) -> Result<Vec<u8>, StoreError> {
        self.bytes(column).map(<[u8]>::to_vec)
    }
    pub(crate) fn opt_blob(&self, column: usize) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.opt_bytes(column)?.map(<[u8]>::to_vec))
    }
    pub(crate) fn uuid(&self, column: usize) -> Result<Uuid, StoreError> {
        id(self.bytes(column)?)
    }
    pub(crate) fn opt_uuid(&self, column: usize) -> Result<Option<Uuid>, StoreError> {
        self.opt_bytes(column)?.map(id).transpose()
    }
    pub(crate) fn bytes32(&self, column: usize) -> Result<[u8; 32], StoreError> {
        let bytes = self.bytes(column)?;
        bytes.try_into().map_err(|_| StoreError::corrupt("a digest is not 32 bytes long"))
    }
}

fn get<'r, T: Decode<'r, Postgres>>(row: &'r PgRow, column: usize) -> Result<Option<T>, StoreError> {
    row.try_get_unchecked(column).map_err(|_| mistyped(column))
}

/// What is in a column that does not have the wanted type.
fn null<T>(value: Option<&Value>, column: usize) -> Result<Option<T>, StoreError> {
    if matches!(value, Some(Value::Null)) { Ok(None) } else { Err(mistyped(column)) }
}

fn id(bytes: &[u8]) -> Result<Uuid, StoreError> {
    Uuid::from_slice(bytes).map_err(|_| StoreError::corrupt("an id is not 16 bytes long"))
}

fn mistyped(column: usize) -> StoreError {
    StoreError::corrupt(format!("column {column} of a row has another type than was written"))
}
