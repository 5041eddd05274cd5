//! Tables `tenant_key` and `letter_key`: wrapped keys.

use super::batch::{Keys, Rows};

/// Gives master key id, wrapped key of sender $1.
pub(crate) const TENANT: &str = "SELECT master, wrapped FROM tenant_key WHERE sender = $1";

/// Gives sender, master key id, wrapped key of all senders.
pub(crate) const TENANTS: &str = "SELECT sender, master, wrapped FROM tenant_key ORDER BY sender";

/// Adds the key of sender $1, wrapped by master $2: $3; the first one stays.
pub(crate) const ADD_TENANT: &str =
    "INSERT INTO tenant_key (sender, master, wrapped) VALUES ($1, $2, $3) ON CONFLICT (sender) DO NOTHING";

/// The key of sender $1 is now wrapped by master $2: $3; before it was by $4.
pub(crate) const REWRAP: &str =
    "UPDATE tenant_key SET master = $2, wrapped = $3 WHERE sender = $1 AND master = $4";

/// Columns: letter, sender, wrapped key; the first one stays.
pub(crate) const ADD_LETTER: Rows = Rows {
    head: "INSERT INTO letter_key (letter_id, sender, wrapped) VALUES ",
    columns: 3,
    tail: " ON CONFLICT (letter_id) DO NOTHING",
};

/// Gives letter, sender, wrapped key.
pub(crate) const LETTER_KEYS: Keys =
    Keys { head: "SELECT letter_id, sender, wrapped FROM letter_key WHERE letter_id IN ", tail: "" };

/// Deletes the key of letter $1 ($2 is empty), which stands at event $3, if it is at its end.
pub(crate) const FORGET: &str = "UPDATE letter_key SET wrapped = $2 WHERE letter_id = $1 AND length(wrapped) > 0 \
     AND EXISTS (SELECT 1 FROM letter_index i WHERE i.id = $1 AND i.seq = $3 AND i.due_at_us IS NULL \
     AND i.lease_token IS NULL AND i.attention = 0 \
     AND i.state NOT IN ('accepted', 'routed', 'handed_over', 'in_doubt', 'needs_attention'))";

/// What tells of letter $1 in lists, forgotten at $3.
pub(crate) const FORGET_INDEX: &str = "UPDATE letter_index SET subject = '', search_text = '', reference = NULL, \
     recipient_hash = $2, forgotten_at_us = $3 WHERE id = $1 AND forgotten_at_us IS NULL \
     AND EXISTS (SELECT 1 FROM letter_key k WHERE k.letter_id = $1 AND length(k.wrapped) = 0)";

/// The raw receipts of forgotten letter $1 ($2 is empty).
pub(crate) const FORGET_RECEIPTS: &str = "UPDATE receipt SET raw = $2 WHERE letter_id = $1 \
     AND EXISTS (SELECT 1 FROM letter_key k WHERE k.letter_id = $1 AND length(k.wrapped) = 0)";

/// The blobs of forgotten letter $1.
pub(crate) const FORGET_BLOBS: &str = "DELETE FROM blob WHERE letter_id = $1 \
     AND EXISTS (SELECT 1 FROM letter_key k WHERE k.letter_id = $1 AND length(k.wrapped) = 0)";

/// Keeps $3 of letter $1, forgotten at $2.
pub(crate) const KEEP_REMAINS: &str = "INSERT INTO remains (letter_id, forgotten_at_us, kept) \
     SELECT k.letter_id, $2, $3 FROM letter_key k WHERE k.letter_id = $1 AND length(k.wrapped) = 0 \
     ON CONFLICT (letter_id) DO NOTHING";

/// Gives forgotten at, what is kept of letter $1.
pub(crate) const REMAINS: &str = "SELECT forgotten_at_us, kept FROM remains WHERE letter_id = $1";

/// Gives id, sender, letter type, updated at, whether it has a key, of the letters with an id above $1 up to $2 that are
/// at their end, last moved before $3, and have not been forgotten, in order.
pub(crate) const ENDED: &str = "SELECT i.id, i.sender, i.letter_type, i.updated_at_us, \
     (SELECT COUNT(*) FROM letter_key k WHERE k.letter_id = i.id) FROM letter_index i \
     WHERE i.id > $1 AND i.id <= $2 AND i.updated_at_us < $3 AND i.forgotten_at_us IS NULL AND i.due_at_us IS NULL \
     AND i.lease_token IS NULL AND i.attention = 0 \
     AND i.state NOT IN ('accepted', 'routed', 'handed_over', 'in_doubt', 'needs_attention') ORDER BY i.id";
