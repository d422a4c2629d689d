-- Grain: one row a hub, currency and member of the run.
-- Locking: none.
COPY settlement.netting_proof (
    run_id, hub, currency, member, is_ours, position
) FROM STDIN (FORMAT binary)
