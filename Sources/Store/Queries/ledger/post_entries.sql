-- Grain: one row a line of the run's journal; entries in the order of the journal.
-- Parameters: $1 first day of the month, $2 version, $3 run, $4 instant.
-- Locking: the caller holds the ledger's lock.
WITH fresh AS (
    INSERT INTO ledger.entry (
        entry, source, month, version, event, entity, counterparty, hub, currency, book_currency,
        service_month, reference, day, text, run_id, reverses, posted_at)
    SELECT
        coalesce((SELECT max(last.entry) FROM ledger.entry AS last), 0)
            + row_number() OVER (ORDER BY draft.entry),
        to_char($1::date, 'YYYY-MM') || '/v' || $2::int || substr(draft.key, 8), $1::date, $2::int, draft.event,
        draft.entity, draft.counterparty, draft.hub, draft.currency, draft.book_currency,
        draft.service_month, draft.reference, draft.day, draft.text, $3, NULL, $4
    FROM settlement.journal_entry AS draft
    WHERE draft.run_id = $3
    ORDER BY draft.entry
    RETURNING entry, source, entity, book_currency
)
INSERT INTO ledger.line (
    entry, line, account, account_name, account_kind, entity, currency, amount, book_currency,
    book_amount)
SELECT fresh.entry, line.line, line.account, line.account_name, line.account_kind, fresh.entity,
    line.currency, line.amount, fresh.book_currency, line.book_amount
FROM fresh
JOIN settlement.journal_entry AS draft
    ON draft.run_id = $3
    AND fresh.source = to_char($1::date, 'YYYY-MM') || '/v' || $2::int || substr(draft.key, 8)
JOIN settlement.journal_line AS line ON line.run_id = draft.run_id AND line.entry = draft.entry
ORDER BY fresh.entry, line.line
