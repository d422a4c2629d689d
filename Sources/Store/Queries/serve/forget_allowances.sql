-- Grain: minutes that are over.
-- Parameters: $1 the first minute to keep.
-- Locking: the rows it deletes.
DELETE FROM access.allowance WHERE minute < $1
