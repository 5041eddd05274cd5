//! Table `message`: which letter a message on the wire belongs to.

use super::batch::{Keys, Rows};

/// Columns: message, letter.
pub(crate) const INSERT: Rows = Rows {
    head: "INSERT INTO message (message_uuid, letter_id) VALUES ",
    columns: 2,
    tail: " ON CONFLICT (message_uuid) DO NOTHING",
};

/// Gives message, letter.
pub(crate) const BY_ID: Keys =
    Keys { head: "SELECT message_uuid, letter_id FROM message WHERE message_uuid IN ", tail: "" };
