-- Grain: one row, once the lock is held.
-- Locking: transaction advisory lock; pushes are numbered by one transaction at a time, so that their
-- numbers follow the order of commit.
SELECT pg_advisory_xact_lock(1296124040)::text AS held
