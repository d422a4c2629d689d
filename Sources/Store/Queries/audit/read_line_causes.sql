-- Grain: one row a part of the line's difference, in their order.
-- Parameters: $1 run, $2 shard, $3 ordinal.
-- Locking: none.
SELECT cause, amount
FROM reconciliation.line_cause
WHERE run_id = $1 AND shard = $2 AND ordinal = $3
ORDER BY place
