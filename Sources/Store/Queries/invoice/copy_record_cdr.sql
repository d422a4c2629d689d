-- Grain: one row a CDR of a record's version.
-- Locking: none.
COPY invoice.record_cdr (record, ordinal, cdr_id) FROM STDIN (FORMAT binary)
