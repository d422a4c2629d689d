-- Grain: the run of a job that stands, for a month or for the newest: one row or none.
-- Parameters: $1 job, $2 month or NULL.
-- Locking: none.
SELECT run.run_id, run.month, run.book, run.key
FROM published.run AS run
WHERE run.job = $1 AND ($2 IS NULL OR run.month = $2)
ORDER BY run.month DESC
LIMIT 1
