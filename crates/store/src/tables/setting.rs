//! Table `setting`: small values by name.

/// Sets $1 to $2.
pub(crate) const SET: &str = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// Sets $1 to $2 unless it has a value.
pub(crate) const SET_ONCE: &str =
    "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";

/// Gives the value of $1.
pub(crate) const GET: &str = "SELECT value FROM setting WHERE name = $1";
