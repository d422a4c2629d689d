-- Grain: one row a statement and day of a rate of the run.
-- Locking: none.
COPY settlement.statement_rate (
    run_id, entity, counterparty, side, currency, day, rate, quoted_on, source, amount
) FROM STDIN (FORMAT binary)
