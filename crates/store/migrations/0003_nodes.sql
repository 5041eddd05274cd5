-- Many nodes on one database.

-- Nodes at work. mark is that of a node's last committed transaction; knows is the newest schema it knows.
CREATE TABLE node (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    knows BIGINT NOT NULL,
    mark BLOB,
    seen_at_us BIGINT NOT NULL
);

-- What only one node may do at a time.
CREATE TABLE task (
    name TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    until_us BIGINT NOT NULL
);

-- The oldest schema whose release may still work on this one; nothing: only this one and newer.
ALTER TABLE schema_version ADD COLUMN min_reader BIGINT;

-- Counts in several shares, so that nodes do not wait for each other's commits.
CREATE TABLE tally_share (
    sender TEXT NOT NULL,
    state TEXT NOT NULL,
    share BIGINT NOT NULL,
    letters BIGINT NOT NULL,
    PRIMARY KEY (sender, state, share)
) WITHOUT ROWID;
INSERT INTO tally_share (sender, state, share, letters) SELECT sender, state, 0, letters FROM tally;
DROP TABLE tally;
ALTER TABLE tally_share RENAME TO tally;
