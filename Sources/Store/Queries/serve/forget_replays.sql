-- Grain: keys that are over.
-- Parameters: $1 now.
-- Locking: the rows it deletes.
DELETE FROM access.replay WHERE until <= $1
