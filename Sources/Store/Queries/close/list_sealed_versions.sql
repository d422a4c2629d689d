-- Grain: one row a month, version and table that has digests or row seals.
-- Locking: none.
SELECT month, version, relation
FROM closing.sealed
UNION
SELECT month, version, relation
FROM closing.seal
ORDER BY month, version, relation
