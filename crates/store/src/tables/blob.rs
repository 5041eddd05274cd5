//! Table `blob`: small contents, and which large ones lie elsewhere.

use super::batch::{Keys, Rows};
use crate::blob::Kept;
use crate::engine::Value;

/// Columns: name, size, bytes, letter.
pub(crate) const INSERT: Rows = Rows {
    head: "INSERT INTO blob (digest, size_bytes, bytes, letter_id) VALUES ",
    columns: 4,
    tail: " ON CONFLICT (digest) DO NOTHING",
};

/// Gives name.
pub(crate) const KNOWN: Keys = Keys { head: "SELECT digest FROM blob WHERE digest IN ", tail: "" };

/// Gives size, bytes.
pub(crate) const BY_DIGEST: &str = "SELECT size_bytes, bytes FROM blob WHERE digest = $1";

/// Gives the names of letter $1's blobs that lie outside of the database.
pub(crate) const OBJECTS_OF: &str = "SELECT digest FROM blob WHERE letter_id = $1 AND bytes IS NULL";

/// Gives name, letter, whether it lies outside of the database, of the blobs after name $1, by name, at most $2.
pub(crate) const AFTER: &str = "SELECT digest, letter_id, CAST(CASE WHEN bytes IS NULL THEN 1 ELSE 0 END AS BIGINT) \
     FROM blob WHERE digest > $1 ORDER BY digest LIMIT $2";

/// The row of a blob; a large one lies in its place by now.
pub(crate) fn row(blob: &Kept) -> [Value; 4] {
    let bytes = blob.row.as_ref().map_or(Value::Null, |bytes| Value::from(bytes.as_slice()));
    [blob.name.as_slice().into(), size(blob.size_bytes), bytes, blob.letter.into()]
}

pub(crate) fn size(bytes: u64) -> Value {
    Value::Int(i64::try_from(bytes).unwrap_or(i64::MAX))
}
