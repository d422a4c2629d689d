-- Grain: one row a journal entry of the run.
-- Locking: none.
COPY settlement.journal_entry (
    run_id, entry, key, event, counterparty, currency, day, text
) FROM STDIN (FORMAT binary)
