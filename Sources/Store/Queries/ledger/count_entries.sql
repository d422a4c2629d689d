-- Grain: one row: the entries of a version, its reversals of the one before apart.
-- Parameters: $1 first day of the month, $2 version.
-- Locking: none.
SELECT
    count(*) FILTER (WHERE reverses IS NULL) AS entries,
    count(*) FILTER (WHERE reverses IS NOT NULL) AS reversals
FROM ledger.entry
WHERE month = $1 AND version = $2
