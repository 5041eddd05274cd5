-- The error desk: letters that wait for a person, by cause, the oldest first.
CREATE INDEX letter_by_cause ON letter_index (sender, reason, accepted_at_us, id) WHERE attention = 1;
