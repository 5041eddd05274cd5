-- Letter types that were imported; those of the configuration file stand there. A version never changes once it is
-- here, but for its state: letters under way go by the version they were accepted with.
CREATE TABLE letter_type (
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    sender TEXT NOT NULL,
    state TEXT NOT NULL,
    definition TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at_us BIGINT NOT NULL,
    state_by TEXT NOT NULL,
    state_at_us BIGINT NOT NULL,
    PRIMARY KEY (code, version)
) WITHOUT ROWID;
