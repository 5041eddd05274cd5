-- How often letters of a system were refused, by cause and day (days since 1970-01-01). Counts only.
CREATE TABLE refusal (
    system TEXT NOT NULL,
    code TEXT NOT NULL,
    day BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    PRIMARY KEY (system, code, day)
) WITHOUT ROWID;
