-- Grain: one row a line of a statement, in the order of the file.
-- Parameters: $1 statement.
-- Locking: none.
SELECT line, cdr_id, session_id, evse_id, token, start_from, start_until, end_from, end_until,
    energy, before_tax, tax, after_tax, currency
FROM invoice.statement_row
WHERE statement = $1
ORDER BY ordinal
