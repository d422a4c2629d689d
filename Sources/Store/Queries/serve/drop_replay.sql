-- Grain: a key whose request got no answer, so that it may be asked again at once.
-- Parameters: $1 client, $2 key, $3 claim.
-- Locking: the row it deletes.
DELETE FROM access.replay WHERE client = $1 AND key = $2 AND claim = $3 AND answer IS NULL
