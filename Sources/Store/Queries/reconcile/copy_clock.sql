-- Grain: one row a hub whose CDRs tell the partner's clock.
-- Locking: none.
COPY reconciliation.clock (run_id, shard, hub, pairs, offset_ms, is_used)
FROM STDIN (FORMAT binary)
