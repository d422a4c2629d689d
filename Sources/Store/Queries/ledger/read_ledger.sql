-- Grain: one row a line of the ledger, in the order of posting.
-- Parameters: $1, $2 first and last day.
-- Locking: none.
SELECT source, event, entity, counterparty, hub, service_month, day, text, line, account,
    account_name, account_kind, currency, amount, book_currency, book_amount
FROM published.ledger
WHERE day BETWEEN $1 AND $2
ORDER BY entry, line
