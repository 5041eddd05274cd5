//! Table `blob`: small contents, and which large ones lie in files.

use super::batch::{Keys, Rows};
use crate::blob::Blob;
use crate::engine::Value;

/// Columns: digest, size, bytes.
pub(crate) const INSERT: Rows = Rows {
    head: "INSERT INTO blob (digest, size_bytes, bytes) VALUES ",
    columns: 3,
    tail: " ON CONFLICT (digest) DO NOTHING",
};

/// Gives digest.
pub(crate) const KNOWN: Keys = Keys { head: "SELECT digest FROM blob WHERE digest IN ", tail: "" };

/// Gives size, bytes.
pub(crate) const BY_DIGEST: &str = "SELECT size_bytes, bytes FROM blob WHERE digest = $1";

/// The row of a blob; a large one has its bytes in a file by now.
pub(crate) fn row(blob: &Blob) -> [Value; 3] {
    let bytes = if blob.is_row() { Value::from(blob.bytes()) } else { Value::Null };
    [blob.key().as_slice().into(), size(blob.size_bytes()), bytes]
}

pub(crate) fn size(bytes: u64) -> Value {
    Value::Int(i64::try_from(bytes).unwrap_or(i64::MAX))
}
