-- Grain: one row a service month among the lines of the shard.
-- Locking: none.
COPY reconciliation.deadline (run_id, shard, service_month, cut_off, grace_end)
FROM STDIN (FORMAT binary)
