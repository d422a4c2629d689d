-- Grain: the answer to a client's key, where the claim still holds.
-- Parameters: $1 client, $2 key, $3 claim, $4 the answer, $5 until when it is kept.
-- Locking: the row of the client and key.
UPDATE access.replay SET answer = $4, until = $5
WHERE client = $1 AND key = $2 AND claim = $3
