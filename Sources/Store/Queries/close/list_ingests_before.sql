-- Grain: one row an ingest run of the book that was opened before another run, in their order.
-- Parameters: $1 book, $2 run.
-- Locking: none.
SELECT run_id, job, month, key, inputs_key, rules_hash, build, status, started_at, finished_at,
       summary, files, book
FROM runs.run
WHERE job = 'ingest' AND book = $1 AND run_id < $2
ORDER BY run_id
