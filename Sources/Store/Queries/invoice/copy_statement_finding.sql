-- Grain: one row something wrong or noteworthy about a statement.
-- Locking: none.
COPY invoice.statement_finding (
    statement, ordinal, code, severity, line, column_name, text, at_stake
) FROM STDIN (FORMAT binary)
