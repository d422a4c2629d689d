-- Grain: one row a table digested at a close, by name.
-- Parameters: $1 month, $2 version.
-- Locking: none.
SELECT relation, columns, rows, digest
FROM closing.sealed
WHERE month = $1 AND version = $2
ORDER BY relation
