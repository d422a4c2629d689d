-- Grain: one row a journal entry of the run.
-- Locking: none.
COPY settlement.journal_entry (
    run_id, entry, key, event, entity, counterparty, hub, currency, book_currency, service_month,
    reference, day, text
) FROM STDIN (FORMAT binary)
