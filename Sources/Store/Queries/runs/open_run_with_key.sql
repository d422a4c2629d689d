-- Grain: none or one row, a run that was begun and not ended.
-- Parameters: $1 job, $2 first day of the month, $3 key.
-- Locking: none; the caller holds the job's lock, so nobody is at work on it.
SELECT run_id, job, month, key, inputs_key, rules_hash, build, status, started_at, finished_at,
       summary, files, book
FROM runs.run
WHERE job = $1 AND month = $2 AND key = $3 AND status = 'open'
ORDER BY run_id
