-- Grain: one row a finished shard of the run, in order.
-- Parameters: $1 run.
-- Locking: none.
SELECT shard, label, summary
FROM runs.shard
WHERE run_id = $1
ORDER BY shard
