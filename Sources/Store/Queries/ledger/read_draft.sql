-- Grain: one row a line of the journals of the runs that stand, by month and place.
-- Parameters: $1, $2 first and last day.
-- Locking: none.
SELECT key AS source, event, entity, counterparty, hub, service_month, day, text, line, account,
    account_name, account_kind, currency, amount, book_currency, book_amount
FROM published.journal
WHERE day BETWEEN $1 AND $2
ORDER BY month, entry, line
