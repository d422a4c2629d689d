-- Grain: one row a closed month, in order.
-- Locking: none.
SELECT month, version, encode(hash, 'hex') AS hash
FROM closing.standing
ORDER BY month, version
