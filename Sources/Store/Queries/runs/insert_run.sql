-- Grain: one row, the new run.
-- Parameters: $1 job, $2 first day of the month, $3 key, $4 inputs key, $5 rules hash, $6 build,
--             $7 now, $8 book.
-- Locking: the caller holds lock_run_numbers.
INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book, status,
                      started_at)
SELECT coalesce(max(run_id), 0) + 1, $1, $2, $3, $4, $5, $6, $8, 'open', $7
FROM runs.run
RETURNING run_id, job, month, key, inputs_key, rules_hash, build, status, started_at, finished_at,
       summary, files, book
