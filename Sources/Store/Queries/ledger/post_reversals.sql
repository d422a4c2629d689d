-- Grain: one row a line of the version before, the other way round; entries in the order in which
-- they were posted.
-- Parameters: $1 first day of the month, $2 version that is taken back, $3 run, $4 instant, $5 new version.
-- Locking: the caller holds the ledger's lock.
WITH taken AS (
    SELECT entry.entry, row_number() OVER (ORDER BY entry.entry) AS place
    FROM ledger.entry AS entry
    WHERE entry.month = $1 AND entry.version = $2 AND entry.reverses IS NULL
),
fresh AS (
    INSERT INTO ledger.entry (
        entry, source, month, version, event, entity, counterparty, hub, currency, book_currency,
        service_month, reference, day, text, run_id, reverses, posted_at)
    SELECT
        coalesce((SELECT max(last.entry) FROM ledger.entry AS last), 0) + taken.place,
        old.source || '/reversal', old.month, $5::int, old.event, old.entity, old.counterparty,
        old.hub, old.currency, old.book_currency, old.service_month, old.reference, old.day,
        'Reversal of version ' || $2::int || ': ' || old.text, $3, old.entry, $4
    FROM taken
    JOIN ledger.entry AS old ON old.entry = taken.entry
    ORDER BY taken.place
    RETURNING entry, reverses
)
INSERT INTO ledger.line (
    entry, line, account, account_name, account_kind, entity, currency, amount, book_currency,
    book_amount)
SELECT fresh.entry, line.line, line.account, line.account_name, line.account_kind, line.entity,
    line.currency, -line.amount, line.book_currency, -line.book_amount
FROM fresh
JOIN ledger.line AS line ON line.entry = fresh.reverses
ORDER BY fresh.entry, line.line
