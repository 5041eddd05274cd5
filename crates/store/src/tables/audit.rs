//! Tables `audit` and `audit_head`: the chain and its end.

use super::batch::Rows;

/// Columns: n, at, kind, letter, seq, act, content, hash.
pub(crate) const INSERT: Rows = Rows {
    head: "INSERT INTO audit (n, at_us, kind, letter_id, seq, act, content, hash) VALUES ",
    columns: 8,
    tail: "",
};

/// Makes the end of an empty chain: n 0, hash $1.
pub(crate) const BEGIN: &str =
    "INSERT INTO audit_head (id, n, hash) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING";

/// Takes the end of the chain for $1 more entries, until the commit, and gives the new last number and the last hash.
pub(crate) const TAKE: &str = "UPDATE audit_head SET n = n + $1 WHERE id = 1 RETURNING n, hash";

/// The last hash is now $1.
pub(crate) const PUT: &str = "UPDATE audit_head SET hash = $1 WHERE id = 1";

/// Gives n, hash of the end.
pub(crate) const HEAD: &str = "SELECT n, hash FROM audit_head WHERE id = 1";

/// Gives the hash of entry $1.
pub(crate) const HASH: &str = "SELECT hash FROM audit WHERE n = $1";

/// Gives the number of the last entry.
pub(crate) const LAST: &str = "SELECT MAX(n) FROM audit";

/// Gives n, at, kind, letter, seq, act, content, hash from $1 to $2.
pub(crate) const BETWEEN: &str = "SELECT n, at_us, kind, letter_id, seq, act, content, hash FROM audit \
     WHERE n >= $1 AND n <= $2 ORDER BY n";

/// Gives the same of the acts before $1, newest first, at most $2.
pub(crate) const ACTS: &str = "SELECT n, at_us, kind, letter_id, seq, act, content, hash FROM audit \
     WHERE act IS NOT NULL AND n < $1 ORDER BY n DESC LIMIT $2";

/// Gives the same of the entries that speak of events of letter $1, with the hash before each, and the stored event.
pub(crate) const OF_LETTER: &str = "SELECT a.n, a.at_us, a.kind, a.letter_id, a.seq, a.act, a.content, a.hash, \
     (SELECT p.hash FROM audit p WHERE p.n = a.n - 1), e.event \
     FROM event e JOIN audit a ON a.n = e.audit_n WHERE e.letter_id = $1 ORDER BY e.seq";

/// Gives the number of events that no entry speaks of.
pub(crate) const UNKNOWN_EVENTS: &str = "SELECT COUNT(*) FROM event e LEFT JOIN audit a ON a.n = e.audit_n \
     AND a.letter_id = e.letter_id AND a.seq = e.seq WHERE a.n IS NULL";

/// Gives the number of events.
pub(crate) const EVENTS: &str = "SELECT COUNT(*) FROM event";
