-- Grain: what a client's key has: one row or none.
-- Parameters: $1 client, $2 key, $3 now.
-- Locking: none.
SELECT own.request, own.answer IS NOT NULL AS is_answered, coalesce(own.answer, '') AS answer
FROM access.replay AS own
WHERE own.client = $1 AND own.key = $2 AND own.until > $3
