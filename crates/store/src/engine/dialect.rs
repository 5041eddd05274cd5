//! The whole difference between engines in the text of statements.

/// Column types and table options of the migrations as this engine spells them. The files are written in
/// SQLite's words; PostgreSQL says `BYTEA` for `BLOB` and has no `WITHOUT ROWID`.
pub(crate) fn schema(text: &'static str) -> &'static str {
    text
}

/// Names the index that a list must use. SQLite without statistics may guess badly on a big table;
/// PostgreSQL keeps statistics, and needs no hint.
pub(crate) fn use_index(name: &str) -> String {
    format!(" INDEXED BY {name}")
}

/// Statements made for a number of rows mark each value with `?`. SQLite finds a numbered placeholder by a
/// linear search at each execution, so many of them are much faster this way; PostgreSQL needs `$1`, `$2` …
/// in their place.
pub(crate) fn placeholders(text: String) -> String {
    text
}

/// Begins a transaction that writes. SQLite must say so at once, or two writers meet half-way.
pub(crate) const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";
