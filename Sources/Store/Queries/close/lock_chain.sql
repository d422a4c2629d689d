-- Grain: one row, once the lock is held.
-- Locking: transaction advisory lock; events and closes are added one transaction at a time, so
-- that each is hashed with the one before it.
SELECT pg_advisory_xact_lock(1296124040)::text AS held
