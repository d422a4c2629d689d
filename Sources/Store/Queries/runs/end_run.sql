-- Grain: one row, the open run.
-- Parameters: $1 run, $2 closed or failed, $3 now, $4 summary, $5 files.
-- Locking: row lock on the run; the caller holds the job's lock.
UPDATE runs.run
SET status = $2, finished_at = $3, summary = $4, files = $5
WHERE run_id = $1 AND status = 'open'
