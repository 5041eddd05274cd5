//! Walks over all letters: for the balance sheet, the sweeper and the doctor.

use super::batch::Keys;

/// Gives the id that stands $2 letters behind $1.
pub(crate) const STRETCH: &str = "SELECT id FROM letter_index WHERE id > $1 ORDER BY id LIMIT 1 OFFSET $2";

/// Gives sender, letter type, source, state, channel, attention and their number, of letters with an id above $1 up to
/// $2, accepted from $3 until before $4.
pub(crate) const TALLIES: &str = "SELECT sender, letter_type, source, state, channel, attention, COUNT(*) \
     FROM letter_index WHERE id > $1 AND id <= $2 AND accepted_at_us >= $3 AND accepted_at_us < $4 \
     GROUP BY sender, letter_type, source, state, channel, attention";

/// Gives id, state, channel, attention, seq, due at, lease until, accepted at, updated at, sender of letters with an id
/// above $1, accepted from $2 until before $3, moved at $4 or later or not yet at their end, in order, at most $5.
pub(crate) const WALK: &str = "SELECT id, state, channel, attention, seq, due_at_us, lease_until_us, accepted_at_us, \
     updated_at_us, sender FROM letter_index WHERE id > $1 AND accepted_at_us >= $2 AND accepted_at_us < $3 \
     AND (updated_at_us >= $4 OR attention = 1 OR due_at_us IS NOT NULL \
     OR state IN ('accepted', 'routed', 'handed_over', 'in_doubt', 'needs_attention')) ORDER BY id LIMIT $5";

/// Gives letter, message of the matched receipts of these letters.
pub(crate) const MATCHED: Keys = Keys {
    head: "SELECT letter_id, message_uuid FROM receipt WHERE letter_id IN ",
    tail: " AND status = 'matched'",
};

/// Gives reason, number and earliest acceptance of the letters of sender $1 that wait for a person.
pub(crate) const ATTENTION: &str = "SELECT reason, COUNT(*), MIN(accepted_at_us) FROM letter_index \
     WHERE sender = $1 AND attention = 1 GROUP BY reason";

/// Gives the same of unit $2.
pub(crate) const ATTENTION_OF_UNIT: &str = "SELECT reason, COUNT(*), MIN(accepted_at_us) FROM letter_index \
     WHERE sender = $1 AND unit = $2 AND attention = 1 GROUP BY reason";

/// Gives state and earliest move of the letters that are not at their end.
pub(crate) const OLDEST: &str = "SELECT state, MIN(updated_at_us), COUNT(*) FROM letter_index \
     WHERE sender = $1 AND state = $2 GROUP BY state";

/// Gives the number of letters.
pub(crate) const LETTERS: &str = "SELECT COUNT(*) FROM letter";

/// Gives the number of receipts set aside.
pub(crate) const SET_ASIDE: &str = "SELECT COUNT(*) FROM receipt WHERE status = 'set_aside'";

/// Frees letter $1, whose lease ends after $2: later than any living worker's.
pub(crate) const FREE: &str = "UPDATE letter_index SET lease_token = NULL, lease_owner = NULL, \
     lease_until_us = NULL, ready_at_us = due_at_us WHERE id = $1 AND lease_until_us > $2";

/// Keeps the sheet $3 of day $1, made at $2; the first of a day stays.
pub(crate) const KEEP: &str = "INSERT INTO balance_sheet (day, made_at_us, sheet) VALUES ($1, $2, $3) \
     ON CONFLICT (day) DO NOTHING";

/// Gives day and sheet of the sheets kept, newest first, at most $1.
pub(crate) const KEPT: &str = "SELECT day, sheet FROM balance_sheet ORDER BY day DESC LIMIT $1";
