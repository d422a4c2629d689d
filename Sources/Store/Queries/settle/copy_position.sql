-- Grain: one row a counterparty and currency of the run.
-- Locking: none.
COPY settlement.position (
    run_id, counterparty, currency, receivable, payable, net, disputed
) FROM STDIN (FORMAT binary)
