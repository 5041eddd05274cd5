//! Table `idempotency`: which request became which letter.

use super::batch::{Keys, Rows};

/// Columns: id, fingerprint, letter, accepted at.
pub(crate) const INSERT: Rows = Rows {
    head: "INSERT INTO idempotency (id, fingerprint, letter_id, accepted_at_us) VALUES ",
    columns: 4,
    tail: "",
};

/// Gives id, fingerprint, letter.
pub(crate) const BY_ID: Keys =
    Keys { head: "SELECT id, fingerprint, letter_id FROM idempotency WHERE id IN ", tail: "" };

/// Forgets keys of letters accepted before $1.
pub(crate) const FORGET: &str = "DELETE FROM idempotency WHERE accepted_at_us < $1";
