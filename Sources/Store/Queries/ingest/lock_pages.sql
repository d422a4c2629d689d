-- Grain: one row, once the lock is held.
-- Locking: transaction advisory lock; there is one writer of pages at a time, so pages are numbered
-- without gaps that would depend on what failed before.
SELECT pg_advisory_xact_lock(1296124030)::text AS held
