-- Grain: none or one row, the run whose result stands.
-- Parameters: $1 job, $2 first day of the month.
-- Locking: none.
SELECT run_id, job, month, key, inputs_key, rules_hash, build, status, started_at, finished_at,
       summary, files, book
FROM runs.run
WHERE job = $1 AND month = $2 AND status = 'closed'
ORDER BY run_id DESC
LIMIT 1
