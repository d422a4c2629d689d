-- Grain: one row an entity, counterparty and currency of the run.
-- Locking: none.
COPY settlement.position (
    run_id, entity, counterparty, currency, receivable, payable, net, disputed, set_off, hub
) FROM STDIN (FORMAT binary)
