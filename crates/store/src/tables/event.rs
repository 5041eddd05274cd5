//! Table `event`: what happened to the letters.

use super::batch::{Keys, Rows};

/// Columns: letter, seq, at, event, number of its entry in the audit chain.
pub(crate) const INSERT: Rows =
    Rows { head: "INSERT INTO event (letter_id, seq, at_us, event, audit_n) VALUES ", columns: 5, tail: "" };

/// Gives letter, seq, at, event, in order.
pub(crate) const OF_LETTERS: Keys = Keys {
    head: "SELECT letter_id, seq, at_us, event FROM event WHERE letter_id IN ",
    tail: " ORDER BY letter_id, seq",
};

/// Letters whose events have a gap, or whose index row lags behind.
pub(crate) const GAPS: &str = "SELECT COUNT(*) FROM letter_index i JOIN \
     (SELECT letter_id, COUNT(*) AS n, MAX(seq) AS last FROM event GROUP BY letter_id) e ON e.letter_id = i.id \
     WHERE e.n <> e.last OR e.last <> i.seq";

/// Letters without an index row, or without an event.
pub(crate) const HALF: &str = "SELECT COUNT(*) FROM letter l WHERE \
     NOT EXISTS (SELECT 1 FROM letter_index i WHERE i.id = l.id) \
     OR NOT EXISTS (SELECT 1 FROM event e WHERE e.letter_id = l.id AND e.seq = 1)";
