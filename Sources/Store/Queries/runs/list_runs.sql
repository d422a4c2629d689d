-- Grain: one row a run, in the order they were opened.
-- Parameters: $1 first day of the month, or NULL for all months.
-- Locking: none.
SELECT run_id, job, month, key, inputs_key, rules_hash, build, status, started_at, finished_at,
       summary, files, book
FROM runs.run
WHERE $1::date IS NULL OR month = $1
ORDER BY run_id
