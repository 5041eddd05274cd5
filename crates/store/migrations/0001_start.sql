-- Column types are TEXT, BIGINT and BLOB only; engine/dialect.rs rewrites what an engine spells otherwise.
-- Times are BIGINT unix microseconds (`_us`). Ids are 16-byte, digests 32-byte BLOBs.

-- What the caller handed in; never updated.
CREATE TABLE letter (
    id BLOB NOT NULL PRIMARY KEY,
    stored BLOB NOT NULL
);

-- What happened to it; only ever appended.
CREATE TABLE event (
    letter_id BLOB NOT NULL REFERENCES letter (id),
    seq BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (letter_id, seq)
) WITHOUT ROWID;

-- Where it stands: derived from the events, kept for lists and for the queue.
-- ready_at_us is when it may be claimed: due_at_us, or the end of its lease, or nothing.
-- lane groups the letters of one sender and type, so that the queue can be fair between them.
CREATE TABLE letter_index (
    id BLOB NOT NULL PRIMARY KEY REFERENCES letter (id),
    sender TEXT NOT NULL,
    unit TEXT,
    letter_type TEXT NOT NULL,
    state TEXT NOT NULL,
    channel TEXT,
    reason TEXT,
    reference TEXT,
    subject TEXT NOT NULL,
    search_text TEXT NOT NULL,
    recipient_hash BLOB NOT NULL,
    attention BIGINT NOT NULL,
    accepted_at_us BIGINT NOT NULL,
    updated_at_us BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    lane BIGINT NOT NULL,
    due_at_us BIGINT,
    ready_at_us BIGINT,
    lease_token BLOB,
    lease_owner TEXT,
    lease_until_us BIGINT
);

CREATE INDEX letter_by_sender ON letter_index (sender, accepted_at_us, id);
CREATE INDEX letter_by_state ON letter_index (sender, state, accepted_at_us, id);
CREATE INDEX letter_by_type ON letter_index (sender, letter_type, accepted_at_us, id);
CREATE INDEX letter_by_attention ON letter_index (sender, accepted_at_us, id) WHERE attention = 1;
CREATE INDEX letter_by_recipient ON letter_index (recipient_hash, accepted_at_us, id);
CREATE INDEX letter_by_reference ON letter_index (reference, accepted_at_us, id) WHERE reference IS NOT NULL;
CREATE INDEX letter_ready ON letter_index (lane, ready_at_us, id) WHERE ready_at_us IS NOT NULL;
CREATE INDEX letter_leased ON letter_index (due_at_us) WHERE lease_token IS NOT NULL;

-- Letters per sender and state, kept in step so that a count does not read every letter.
CREATE TABLE tally (
    sender TEXT NOT NULL,
    state TEXT NOT NULL,
    letters BIGINT NOT NULL,
    PRIMARY KEY (sender, state)
) WITHOUT ROWID;

-- One answer per idempotency key; id is the SHA-256 of scope and key, which may be anything a caller likes.
CREATE TABLE idempotency (
    id BLOB NOT NULL PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    letter_id BLOB NOT NULL REFERENCES letter (id),
    accepted_at_us BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX idempotency_by_age ON idempotency (accepted_at_us);

-- Which letter a message on the wire belongs to; a letter may have had several messages.
CREATE TABLE message (
    message_uuid BLOB NOT NULL PRIMARY KEY,
    letter_id BLOB NOT NULL REFERENCES letter (id)
) WITHOUT ROWID;

-- Content by SHA-256. Without bytes here, they lie in a file of that name.
CREATE TABLE blob (
    digest BLOB NOT NULL PRIMARY KEY,
    size_bytes BIGINT NOT NULL,
    bytes BLOB
);

-- Receipts exactly as they came. status: waiting, matched, set_aside.
CREATE TABLE receipt (
    id BLOB NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    external_key TEXT NOT NULL,
    message_uuid BLOB,
    raw BLOB NOT NULL,
    received_at_us BIGINT NOT NULL,
    status TEXT NOT NULL,
    letter_id BLOB REFERENCES letter (id),
    code TEXT,
    tries BIGINT NOT NULL,
    retry_at_us BIGINT NOT NULL,
    UNIQUE (channel, external_key)
);
CREATE INDEX receipt_waiting ON receipt (retry_at_us, received_at_us) WHERE status = 'waiting';
CREATE INDEX receipt_waiting_for ON receipt (message_uuid) WHERE status = 'waiting';
CREATE INDEX receipt_of_letter ON receipt (letter_id, received_at_us) WHERE letter_id IS NOT NULL;
CREATE INDEX receipt_set_aside ON receipt (received_at_us) WHERE status = 'set_aside';

CREATE TABLE api_key (
    name TEXT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    senders TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    revoked_at_us BIGINT
);

CREATE TABLE person (
    name TEXT NOT NULL PRIMARY KEY,
    password_hash TEXT NOT NULL,
    roles TEXT NOT NULL
);

CREATE TABLE session (
    hash BLOB NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (name),
    expires_at_us BIGINT NOT NULL
);
CREATE INDEX session_by_person ON session (person);

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);
