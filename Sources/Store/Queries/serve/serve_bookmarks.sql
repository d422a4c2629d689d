-- Grain: one row a hub and module that was ever pulled.
-- Locking: none.
SELECT own.hub, own.module, own.complete_until
FROM published.bookmark AS own
ORDER BY own.hub, own.module
