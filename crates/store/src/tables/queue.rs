//! The queue: `letter_index` seen through `ready_at_us`.

use super::batch::Keys;

/// Gives lane, earliest ready time. Jumps from lane to lane in the index, so that its cost is the number of
/// lanes, not of letters. The first row of an order, not `MIN`: where statistics say that hardly any letter is ready,
/// PostgreSQL takes `MIN` over all that are, and then many are planned for a later day.
pub(crate) const LANES: &str = "WITH RECURSIVE lanes (lane) AS (\
     SELECT (SELECT i.lane FROM letter_index i WHERE i.ready_at_us IS NOT NULL \
     ORDER BY i.lane, i.ready_at_us, i.id LIMIT 1) \
     UNION ALL \
     SELECT (SELECT i.lane FROM letter_index i WHERE i.ready_at_us IS NOT NULL AND i.lane > lanes.lane \
     ORDER BY i.lane, i.ready_at_us, i.id LIMIT 1) \
     FROM lanes WHERE lanes.lane IS NOT NULL) \
     SELECT lane, (SELECT i.ready_at_us FROM letter_index i \
     WHERE i.lane = lanes.lane AND i.ready_at_us IS NOT NULL \
     ORDER BY i.lane, i.ready_at_us, i.id LIMIT 1) FROM lanes WHERE lane IS NOT NULL";

/// Gives id, ready, due, seq of a lane ($1) ready by a time ($2), oldest first, at most $3, but for those that
/// another node is taking at this moment.
pub(crate) const READY_IN_LANE: &str = "SELECT id, ready_at_us, due_at_us, seq FROM letter_index \
     WHERE lane = $1 AND ready_at_us <= $2 ORDER BY ready_at_us, id LIMIT $3/*for update skip locked*/";

/// Leases letters. Values before the keys: token, owner, until, ready.
pub(crate) const LEASE: Keys = Keys {
    head: "UPDATE letter_index SET lease_token = ?, lease_owner = ?, lease_until_us = ?, ready_at_us = ? WHERE id IN ",
    tail: "",
};

/// Ends a lease: id, token.
pub(crate) const RELEASE: &str = "UPDATE letter_index SET lease_token = NULL, lease_owner = NULL, \
     lease_until_us = NULL, ready_at_us = due_at_us WHERE id = $1 AND lease_token = $2";

/// Prolongs a lease: id, token, until.
pub(crate) const EXTEND: &str = "UPDATE letter_index SET lease_until_us = $3, ready_at_us = CASE \
     WHEN due_at_us IS NULL THEN NULL WHEN due_at_us > $3 THEN due_at_us ELSE $3 END \
     WHERE id = $1 AND lease_token = $2";

/// Ends all leases. Right only while no other process can hold one.
pub(crate) const RELEASE_ALL: &str = "UPDATE letter_index SET lease_token = NULL, lease_owner = NULL, \
     lease_until_us = NULL, ready_at_us = due_at_us WHERE lease_token IS NOT NULL";

/// Makes letters due at $1 that were accepted at a later moment, which a clock that was wrong has written.
pub(crate) const HASTEN: &str = "UPDATE letter_index SET due_at_us = $1, ready_at_us = $1 \
     WHERE sender IN (SELECT sender FROM tally WHERE state = 'accepted') AND state = 'accepted' \
     AND accepted_at_us > $1 AND due_at_us = accepted_at_us AND lease_token IS NULL";

/// Gives the earliest due time among leased letters.
pub(crate) const OLDEST_LEASED: &str =
    "SELECT MIN(due_at_us) FROM letter_index WHERE lease_token IS NOT NULL";
