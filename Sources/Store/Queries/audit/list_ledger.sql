-- Grain: one row a posting of the ledger with the counterparty in the currency for the month, in the
-- order of posting. Read as clearing_reader.
-- Parameters: $1 first day of the month, $2 counterparty, $3 currency.
-- Locking: none.
SELECT 'v' || version || ' ' || event || coalesce(' (reverses ' || reverses || ')', '') AS key,
    event, day, text, account, account_name, amount
FROM published.ledger
WHERE month = $1 AND counterparty = $2 AND currency = $3
ORDER BY entry, line
