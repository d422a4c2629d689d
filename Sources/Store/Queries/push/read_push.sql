-- Grain: none or one row, an acknowledged push of a hub by its number.
-- Parameters: $1 hub, $2 module, $3 push.
-- Locking: none.
SELECT coalesce(merged, sent) AS document
FROM hub.push
WHERE hub = $1 AND module = $2 AND push = $3 AND refused IS NULL AND method <> 'DELETE'
