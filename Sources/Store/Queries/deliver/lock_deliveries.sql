-- Grain: one row.
-- Parameters: $1 hub.
-- Locking: session advisory lock, one process that sends to a hub at a time; false when another has it.
SELECT pg_try_advisory_lock(1296124042, hashtext($1)) AS is_held
