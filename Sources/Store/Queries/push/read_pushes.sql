-- Grain: one row a push that is named, in order.
-- Parameters: $1 pushes.
-- Locking: none.
SELECT push, coalesce(merged, sent) AS document
FROM hub.push
WHERE push = ANY ($1)
ORDER BY push
