-- What is kept of letters whose content was deleted, sealed under the installation's key: no content, no recipient.
CREATE TABLE remains (
    letter_id BLOB NOT NULL PRIMARY KEY,
    forgotten_at_us BIGINT NOT NULL,
    kept BLOB NOT NULL
) WITHOUT ROWID;

-- When its content was deleted; nothing while it is there.
ALTER TABLE letter_index ADD COLUMN forgotten_at_us BIGINT;
