//! Table `session`: who is signed in.

use super::person::columns;

/// Starts session $1, called $2, of person $3 with browser $4 at $5 until $6.
pub(crate) const START: &str = "INSERT INTO session (hash, id, person, browser, began_at_us, seen_at_us, ends_at_us) \
     VALUES ($1, $2, $3, $4, $5, $5, $6)";

/// Gives person and session of the hash $1, if alive at $2 and used since $3.
pub(crate) const FIND: &str = concat!(
    "SELECT ",
    columns!(),
    ", s.id, s.person, s.browser, s.began_at_us, s.seen_at_us, s.ends_at_us FROM session s \
     JOIN person p ON p.name = s.person \
     WHERE s.hash = $1 AND s.ends_at_us > $2 AND s.seen_at_us > $3 AND p.active = 1"
);

/// Gives all sessions that are alive at $1 and were used since $2, the last used first.
pub(crate) const ALL: &str = "SELECT id, person, browser, began_at_us, seen_at_us, ends_at_us FROM session \
     WHERE ends_at_us > $1 AND seen_at_us > $2 ORDER BY seen_at_us DESC, id";

/// Notes that session $1 was used at $2.
pub(crate) const SEEN: &str = "UPDATE session SET seen_at_us = $2 WHERE hash = $1 AND seen_at_us < $2";

/// Ends session $1.
pub(crate) const END: &str = "DELETE FROM session WHERE hash = $1";

/// Ends the session called $1 of person $2.
pub(crate) const END_ONE: &str = "DELETE FROM session WHERE id = $1 AND person = $2";

/// Ends all sessions of person $1.
pub(crate) const END_OF: &str = "DELETE FROM session WHERE person = $1";

/// Forgets sessions that ended by $1 or were not used since $2.
pub(crate) const FORGET: &str = "DELETE FROM session WHERE ends_at_us <= $1 OR seen_at_us <= $2";
