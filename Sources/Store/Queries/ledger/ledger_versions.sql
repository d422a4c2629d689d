-- Grain: one row a version of the month that is in the ledger, with the run it was settled by; payments
-- are of none.
-- Parameters: $1 first day of the month.
-- Locking: none; the caller holds the ledger's lock.
SELECT version, min(run_id) AS run_id, max(run_id) AS last_run_id
FROM ledger.entry
WHERE month = $1 AND version IS NOT NULL
GROUP BY version
ORDER BY version
