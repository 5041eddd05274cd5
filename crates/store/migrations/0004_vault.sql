-- Keys of senders, wrapped by the master key that `master` names. The sender `~` is the installation itself.
CREATE TABLE tenant_key (
    sender TEXT NOT NULL PRIMARY KEY,
    master TEXT NOT NULL,
    wrapped BLOB NOT NULL
);

-- The data key of each letter, wrapped by its sender's key. Empty: forgotten, its content can never be read again.
CREATE TABLE letter_key (
    letter_id BLOB NOT NULL PRIMARY KEY,
    sender TEXT NOT NULL,
    wrapped BLOB NOT NULL
) WITHOUT ROWID;

-- Whose blob it is. Without a letter: in clear, and named by the digest of its bytes; else sealed under the letter's
-- key, and named by a keyed digest.
ALTER TABLE blob ADD COLUMN letter_id BLOB;
CREATE INDEX blob_of_letter ON blob (letter_id) WHERE letter_id IS NOT NULL;

-- The audit chain: letter events and administrative acts in one line. content is the digest of the stored event or
-- act; hash covers the entry and the hash before it.
CREATE TABLE audit (
    n BIGINT NOT NULL PRIMARY KEY,
    at_us BIGINT NOT NULL,
    kind TEXT NOT NULL,
    letter_id BLOB,
    seq BIGINT,
    act TEXT,
    content BLOB NOT NULL,
    hash BLOB NOT NULL
) WITHOUT ROWID;

-- Its end. Who appends holds this row until the commit, so that the chain stays one line with many nodes.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL,
    hash BLOB NOT NULL
);

-- Which entry of the chain speaks of the event; events from before the chain have none.
ALTER TABLE event ADD COLUMN audit_n BIGINT;
