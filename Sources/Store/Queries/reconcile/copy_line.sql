-- Grain: one row a line of the shard and run.
-- Locking: none.
COPY reconciliation.line (
    run_id, shard, ordinal, disposition, side, hub, counterparty, own_network, session_id, cdr_id,
    session_object, cdr_object, matched_by, currency, ours, theirs, difference, agreed,
    agreed_before_tax, disputed, location_id, evse_id, start_at, end_at, energy, reason,
    own_party, service_month, severity, evidence
) FROM STDIN (FORMAT binary)
