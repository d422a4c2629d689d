-- Grain: one row an entity, counterparty, side and currency of the run.
-- Locking: none.
COPY settlement.statement (
    run_id, entity, counterparty, side, currency, lines, sessions_settled, energy_settled, claimed,
    agreed, agreed_before_tax, tax, disputed, credited, released, written_off, due, book_currency,
    book_amount, rate, rate_date, rate_source
) FROM STDIN (FORMAT binary)
