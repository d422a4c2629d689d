-- Grain: one row.
-- Parameters: $1 class (one a job), $2 month as year * 12 + month.
-- Locking: gives back the lock of lock_job.
SELECT pg_advisory_unlock($1::int, $2::int) AS was_held
