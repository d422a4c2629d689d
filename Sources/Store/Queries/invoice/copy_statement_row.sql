-- Grain: one row a line of a statement that could be read.
-- Locking: none.
COPY invoice.statement_row (
    statement, ordinal, line, cdr_id, session_id, evse_id, token, start_from, start_until, end_from,
    end_until, energy, before_tax, tax, after_tax, currency
) FROM STDIN (FORMAT binary)
