//! Table `system_seen`, and what systems handed in.

/// Notes that system $1 was heard at $2 as $3; an earlier word changes nothing.
pub(crate) const HEARD: &str = "INSERT INTO system_seen (name, last_at_us, agent) VALUES ($1, $2, $3) \
     ON CONFLICT (name) DO UPDATE SET last_at_us = excluded.last_at_us, agent = excluded.agent \
     WHERE excluded.last_at_us > system_seen.last_at_us";

/// Gives name, last at, agent.
pub(crate) const ALL: &str = "SELECT name, last_at_us, agent FROM system_seen ORDER BY name";

/// Gives source and number of letters of sender $1 accepted at $2 or later.
pub(crate) const LETTERS: &str = "SELECT source, COUNT(*) FROM letter_index \
     WHERE sender = $1 AND accepted_at_us >= $2 GROUP BY source";

/// Gives the number of letters of sender $1 and type $2 accepted at $3 or later.
pub(crate) const OF_TYPE: &str =
    "SELECT COUNT(*) FROM letter_index WHERE sender = $1 AND letter_type = $2 AND accepted_at_us >= $3";

/// Gives the first unit of sender $1 after $2, if there is one: the first row of an order, as in [`super::queue::LANES`].
pub(crate) const NEXT_UNIT: &str = "SELECT unit FROM letter_index \
     WHERE sender = $1 AND unit > $2 AND unit IS NOT NULL ORDER BY sender, unit, accepted_at_us, id LIMIT 1";
