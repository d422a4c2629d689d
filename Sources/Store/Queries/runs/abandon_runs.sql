-- Grain: every open run of the job and month with another key.
-- Parameters: $1 job, $2 first day of the month, $3 key, $4 now.
-- Locking: row locks on those runs; the caller holds the job's lock.
UPDATE runs.run
SET status = 'abandoned', finished_at = $4
WHERE job = $1 AND month = $2 AND key <> $3 AND status = 'open'
