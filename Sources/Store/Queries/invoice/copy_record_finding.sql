-- Grain: one row something noteworthy about a record.
-- Locking: none.
COPY invoice.record_finding (record, ordinal, code, severity, pointer, text)
FROM STDIN (FORMAT binary)
