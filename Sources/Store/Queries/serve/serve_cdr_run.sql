-- Grain: the newest reconciliation that stands and has a line about a CDR: one row or none.
-- Parameters: $1 the CDR as received, $2 month or NULL.
-- Locking: none.
SELECT run.run_id, run.month, run.book
FROM published.run AS run
WHERE run.job = 'reconcile' AND ($2 IS NULL OR run.month = $2)
    AND EXISTS (
        SELECT FROM guard.line AS line WHERE line.run_id = run.run_id AND line.cdr_object = $1)
ORDER BY run.month DESC
LIMIT 1
