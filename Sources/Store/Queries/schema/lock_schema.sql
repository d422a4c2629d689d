-- Grain: one row, once the lock is held.
-- Locking: session advisory lock; two programs that migrate one database wait for each other.
SELECT pg_advisory_lock(1296124000)::text AS held
