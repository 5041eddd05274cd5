-- Lists and counts of one board or unit.
CREATE INDEX letter_by_unit ON letter_index (sender, unit, accepted_at_us, id) WHERE unit IS NOT NULL;
