-- Grain: one row, an entry of the ledger for an allocation.
-- Parameters: $1 source, $2 event, $3 entity, $4 counterparty, $5 hub, $6 currency, $7 book currency,
--             $8 service month, $9 reference, $10 day, $11 text, $12 when.
-- Locking: the caller holds the ledger's lock.
INSERT INTO ledger.entry (
    entry, source, month, version, event, entity, counterparty, hub, currency, book_currency,
    service_month, reference, day, text, run_id, reverses, posted_at)
SELECT coalesce((SELECT max(last.entry) FROM ledger.entry AS last), 0) + 1, $1,
    date_trunc('month', $10::date)::date, NULL, $2, $3, $4, $5, $6, $7, $8, $9, $10::date, $11,
    NULL, NULL, $12
