//! Table `letter`: what the caller handed in.

use super::batch::{Keys, Rows};

/// Columns: id, stored.
pub(crate) const INSERT: Rows =
    Rows { head: "INSERT INTO letter (id, stored) VALUES ", columns: 2, tail: "" };

/// Gives id, stored.
pub(crate) const BY_ID: Keys = Keys { head: "SELECT id, stored FROM letter WHERE id IN ", tail: "" };
