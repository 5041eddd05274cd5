//! Table `receipt`: receipts as they came.

use super::batch::{Keys, Rows};

/// Columns: id, channel, key, message, raw, received at, status, tries, retry at. Gives the ids of new rows.
pub(crate) const INSERT: Rows = Rows {
    head: "INSERT INTO receipt (id, channel, external_key, message_uuid, raw, received_at_us, status, tries, \
           retry_at_us) VALUES ",
    columns: 9,
    tail: " ON CONFLICT (channel, external_key) DO NOTHING RETURNING id",
};

/// Gives id, channel, key, message, letter (if its message is known), raw, received at, tries; waiting ones
/// whose time has come ($1), at most $2.
pub(crate) const WAITING: &str = "SELECT r.id, r.channel, r.external_key, r.message_uuid, m.letter_id, r.raw, \
     r.received_at_us, r.tries FROM receipt r LEFT JOIN message m ON m.message_uuid = r.message_uuid \
     WHERE r.status = 'waiting' AND r.retry_at_us <= $1 ORDER BY r.retry_at_us, r.received_at_us LIMIT $2";

/// Columns: a receipt, and the letter that it speaks of.
pub(crate) const MATCHED: Rows = Rows {
    head: "UPDATE receipt SET status = 'matched', letter_id = v.column2, tries = tries + 1 \
           FROM (/*as BLOB, BLOB*/VALUES ",
    columns: 2,
    tail: ") AS v WHERE receipt.id = v.column1 AND receipt.status <> 'matched'",
};

/// Receipt $1 speaks of letter $2, which is forgotten: nothing of it is kept ($3 is empty).
pub(crate) const TOO_LATE: &str = "UPDATE receipt SET status = 'matched', letter_id = $2, raw = $3, tries = tries + 1 WHERE id = $1 AND status <> 'matched'";

/// Receipt $1 needs a person, because of code $2.
pub(crate) const SET_ASIDE: &str = "UPDATE receipt SET status = 'set_aside', code = $2, tries = tries + 1 WHERE id = $1 AND status <> 'matched'";

/// Receipt $1 is looked at again at time $2.
pub(crate) const LATER: &str = "UPDATE receipt SET status = 'waiting', retry_at_us = $2, tries = tries + 1 WHERE id = $1 AND status <> 'matched'";

/// Receipts that wait for these messages are looked at now.
pub(crate) const HURRY: Keys = Keys {
    head: "UPDATE receipt SET retry_at_us = 0 WHERE status = 'waiting' AND message_uuid IN ",
    tail: "",
};

/// Gives id, channel, key, message, letter, raw, received at, tries, code of those set aside, newest first, at
/// most $1.
pub(crate) const ASIDE: &str = "SELECT r.id, r.channel, r.external_key, r.message_uuid, m.letter_id, r.raw, \
     r.received_at_us, r.tries, r.code FROM receipt r LEFT JOIN message m ON m.message_uuid = r.message_uuid \
     WHERE r.status = 'set_aside' ORDER BY r.received_at_us DESC LIMIT $1";

/// Gives channel, key, message, received at, raw of the receipts of letter $1, oldest first.
pub(crate) const OF_LETTER: &str = "SELECT id, channel, external_key, message_uuid, letter_id, raw, received_at_us, \
     tries FROM receipt WHERE letter_id = $1 ORDER BY received_at_us";

/// Gives the number waiting and the time the oldest of them came.
pub(crate) const BACKLOG: &str = "SELECT COUNT(*), MIN(received_at_us) FROM receipt WHERE status = 'waiting'";
