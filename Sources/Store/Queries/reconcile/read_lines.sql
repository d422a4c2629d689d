-- Grain: one row a line of the run, in the order of shards and of lines within them.
-- Parameters: $1 run.
-- Locking: none.
SELECT disposition, side, hub, counterparty, own_network, session_id, cdr_id, session_object,
    cdr_object, matched_by, currency, ours, theirs, difference, agreed, agreed_before_tax, disputed,
    location_id, evse_id, start_at, end_at, energy, reason,
    own_party, service_month, evidence, shard, ordinal
FROM reconciliation.line
WHERE run_id = $1
ORDER BY shard, ordinal
