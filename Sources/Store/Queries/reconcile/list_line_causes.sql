-- Grain: one row a part of a difference of the run, in the order of lines and of parts.
-- Parameters: $1 run.
-- Locking: none.
SELECT shard, ordinal, cause, amount
FROM reconciliation.line_cause
WHERE run_id = $1
ORDER BY shard, ordinal, place
