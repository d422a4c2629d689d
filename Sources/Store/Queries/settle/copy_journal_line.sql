-- Grain: one row a posting of a journal entry of the run.
-- Locking: none.
COPY settlement.journal_line (
    run_id, entry, line, account, account_name, account_kind, currency, amount, book_amount
) FROM STDIN (FORMAT binary)
