//! Table `letter_type`: imported letter types, version by version.

/// Adds code, version, sender, state, definition, imported by, at.
pub(crate) const ADD: &str = "INSERT INTO letter_type \
     (code, version, sender, state, definition, imported_by, imported_at_us, state_by, state_at_us) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $6, $7)";

/// Sets the state of version $2 of $1 to $3, by $4 at $5.
pub(crate) const SET_STATE: &str = "UPDATE letter_type SET state = $3, state_by = $4, state_at_us = $5 \
     WHERE code = $1 AND version = $2";

/// Retires the other active versions of $1 when version $2 is there, by $3 at $4: only one is active.
pub(crate) const RETIRE_OTHERS: &str = "UPDATE letter_type SET state = 'retired', state_by = $3, state_at_us = $4 \
     WHERE code = $1 AND state = 'active' AND version <> $2 \
     AND EXISTS (SELECT 1 FROM letter_type AS t WHERE t.code = $1 AND t.version = $2)";

/// Gives code, version, state, definition, imported by, at, state by, at; newest version last.
pub(crate) const ALL: &str = "SELECT code, version, state, definition, imported_by, imported_at_us, state_by, state_at_us \
     FROM letter_type ORDER BY code, version";
