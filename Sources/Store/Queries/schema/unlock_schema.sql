-- Grain: one row.
-- Locking: gives back the session lock of lock_schema.
SELECT pg_advisory_unlock(1296124000)::text AS released
