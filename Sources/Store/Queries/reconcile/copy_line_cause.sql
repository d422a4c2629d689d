-- Grain: one row a part of a line's difference.
-- Locking: none.
COPY reconciliation.line_cause (run_id, shard, ordinal, place, cause, amount)
FROM STDIN (FORMAT binary)
