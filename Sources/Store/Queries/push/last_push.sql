-- Grain: none or one row, the last push of an object that was acknowledged.
-- Parameters: $1 hub, $2 module, $3 party, $4 object id, $5 token type.
-- Locking: none.
SELECT push, method, last_updated, coalesce(merged, sent) AS document, sha256
FROM hub.push
WHERE hub = $1 AND module = $2 AND party = $3 AND object_id = $4 AND token_type = $5
  AND refused IS NULL
ORDER BY push DESC
LIMIT 1
