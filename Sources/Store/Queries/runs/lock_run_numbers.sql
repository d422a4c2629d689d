-- Grain: one row, once the lock is held.
-- Locking: transaction advisory lock; run numbers are given out one transaction at a time, so they
-- are dense.
SELECT pg_advisory_xact_lock(1296124020)::text AS held
