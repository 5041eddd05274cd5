-- When each source system was last heard, and as which program. Written at most once a minute for each.
CREATE TABLE system_seen (
    name TEXT NOT NULL PRIMARY KEY,
    last_at_us BIGINT NOT NULL,
    agent TEXT NOT NULL
) WITHOUT ROWID;
-- Acts among the many entries about letter events.
CREATE INDEX audit_acts ON audit (n) WHERE act IS NOT NULL;
