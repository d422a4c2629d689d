-- Grain: one row a counterparty, side and currency of the run.
-- Locking: none.
COPY settlement.statement (
    run_id, counterparty, side, currency, lines, sessions_settled, energy_settled, claimed,
    agreed, agreed_before_tax, tax, disputed
) FROM STDIN (FORMAT binary)
