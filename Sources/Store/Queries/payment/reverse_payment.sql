-- Grain: one row a line of an allocation's entry, the other way round.
-- Parameters: $1 bank entry, $2 ordinal of the allocation, $3 day, $4 when.
-- Locking: the caller holds the ledger's lock.
WITH fresh AS (
    INSERT INTO ledger.entry (
        entry, source, month, version, event, entity, counterparty, hub, currency, book_currency,
        service_month, reference, day, text, run_id, reverses, posted_at)
    SELECT coalesce((SELECT max(last.entry) FROM ledger.entry AS last), 0) + 1,
        old.source || '/reversal', date_trunc('month', $3::date)::date, NULL, old.event,
        old.entity, old.counterparty, old.hub, old.currency, old.book_currency, old.service_month,
        old.reference, $3::date, 'Reversal: ' || old.text, NULL, old.entry, $4
    FROM payment.allocation AS allocation
    JOIN ledger.entry AS old ON old.source = allocation.source
    WHERE allocation.entry = $1 AND allocation.ordinal = $2
    RETURNING entry, reverses
)
INSERT INTO ledger.line (
    entry, line, account, account_name, account_kind, entity, currency, amount, book_currency,
    book_amount)
SELECT fresh.entry, line.line, line.account, line.account_name, line.account_kind, line.entity,
    line.currency, -line.amount, line.book_currency, -line.book_amount
FROM fresh
JOIN ledger.line AS line ON line.entry = fresh.reverses
ORDER BY line.line
