-- People with roles for a sender or unit, from an issuer of identities or of this gateway's own; sessions that every
-- node knows. The tables of the first day were never filled: no release made people.
DROP TABLE session;
DROP TABLE person;

CREATE TABLE person (
    name TEXT NOT NULL PRIMARY KEY,
    display_name TEXT NOT NULL,
    issuer TEXT,
    subject TEXT,
    password_hash TEXT,
    grants TEXT NOT NULL,
    group_grants TEXT NOT NULL,
    active BIGINT NOT NULL,
    made_at_us BIGINT NOT NULL,
    seen_at_us BIGINT
);
CREATE UNIQUE INDEX person_by_subject ON person (issuer, subject) WHERE issuer IS NOT NULL;

CREATE TABLE session (
    hash BLOB NOT NULL PRIMARY KEY,
    id BLOB NOT NULL,
    person TEXT NOT NULL REFERENCES person (name),
    browser TEXT NOT NULL,
    began_at_us BIGINT NOT NULL,
    seen_at_us BIGINT NOT NULL,
    ends_at_us BIGINT NOT NULL
);
CREATE INDEX session_by_person ON session (person);
