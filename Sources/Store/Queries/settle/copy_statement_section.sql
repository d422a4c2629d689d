-- Grain: one row a statement and month of service of the run.
-- Locking: none.
COPY settlement.statement_section (
    run_id, entity, counterparty, side, currency, service_month, lines, claimed, agreed,
    agreed_before_tax, tax, disputed, credited, released, written_off, due
) FROM STDIN (FORMAT binary)
