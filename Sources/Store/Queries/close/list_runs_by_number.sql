-- Grain: one row a run, in their order.
-- Parameters: $1 runs.
-- Locking: none.
SELECT run_id, job, month, key, inputs_key, rules_hash, build, status, started_at, finished_at,
       summary, files, book
FROM runs.run
WHERE run_id = ANY ($1)
ORDER BY run_id
