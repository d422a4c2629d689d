-- Grain: one row a statement and disposition of the run.
-- Locking: none.
COPY settlement.statement_count (
    run_id, entity, counterparty, side, currency, ordinal, disposition, lines
) FROM STDIN (FORMAT binary)
