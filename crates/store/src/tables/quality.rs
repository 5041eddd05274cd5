//! Table `refusal`, and what became of the letters of a system.

use super::batch::{Keys, Rows};

/// Adds to the counts: system, code, day, refused.
pub(crate) const ADD: Rows = Rows {
    head: "INSERT INTO refusal (system, code, day, refused) VALUES ",
    columns: 4,
    tail: " ON CONFLICT (system, code, day) DO UPDATE SET refused = refusal.refused + excluded.refused",
};

/// Gives system, code, refused since day $1, most first.
pub(crate) const REFUSED: &str = "SELECT system, code, SUM(refused) FROM refusal WHERE day >= $1 \
     GROUP BY system, code ORDER BY SUM(refused) DESC, code";

/// Gives system, type and number of the letters of sender $1 accepted at $2 or later.
pub(crate) const TYPES: &str = "SELECT source, letter_type, COUNT(*) FROM letter_index \
     WHERE sender = $1 AND accepted_at_us >= $2 GROUP BY source, letter_type ORDER BY COUNT(*) DESC, letter_type";

/// Gives system, id, reference, type, reason and time of the newest letters whose reason is one of the keys. Before
/// the keys: sender, accepted at or later.
pub(crate) const REASONS: Keys = Keys {
    head: "SELECT source, id, reference, letter_type, reason, updated_at_us FROM letter_index \
           WHERE sender = ? AND accepted_at_us >= ? AND reason IN ",
    tail: " ORDER BY accepted_at_us DESC LIMIT 1000",
};
