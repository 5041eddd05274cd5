-- Which system handed a letter in, for the balance sheet; unknown for letters of earlier releases.
ALTER TABLE letter_index ADD COLUMN source TEXT;

-- Balance sheets as they were made, one a day.
CREATE TABLE balance_sheet (
    day TEXT NOT NULL PRIMARY KEY,
    made_at_us BIGINT NOT NULL,
    sheet TEXT NOT NULL
);
