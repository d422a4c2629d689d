-- Grain: one row, once the lock is held: the beginning of the names of this database's scratch
-- databases.
-- Locking: session advisory lock; one process at a time makes or sweeps scratch databases.
SELECT 'clearing_scratch_' || own.oid || '_' AS prefix
FROM pg_database AS own, pg_advisory_lock(1296124041) AS held
WHERE own.datname = current_database()
