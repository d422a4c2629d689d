-- Grain: none or one row, the newest event.
-- Locking: the caller holds lock_chain.
SELECT event, hash
FROM closing.event
ORDER BY event DESC
LIMIT 1
