-- Grain: one row a close's record, by month and version.
-- Locking: none.
SELECT month, version, digest
FROM closing.record
ORDER BY month, version
