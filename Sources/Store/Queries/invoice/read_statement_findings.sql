-- Grain: one row a finding of a statement, in the order found.
-- Parameters: $1 statement.
-- Locking: none.
SELECT code, line, column_name, text, at_stake
FROM invoice.statement_finding
WHERE statement = $1
ORDER BY ordinal
