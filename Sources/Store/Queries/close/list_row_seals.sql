-- Grain: one row a sealed row of a table, by key.
-- Parameters: $1 month, $2 version, $3 relation.
-- Locking: none.
SELECT row_key, digests
FROM closing.seal
WHERE month = $1 AND version = $2 AND relation = $3
ORDER BY row_key
