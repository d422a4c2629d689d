-- Grain: one row, once the lock is held; the session's lock_timeout says how long to wait.
-- Parameters: $1 class (one a job), $2 month as year * 12 + month.
-- Locking: session advisory lock, one holder a job and month.
SELECT pg_advisory_lock($1::int, $2::int)::text AS held
