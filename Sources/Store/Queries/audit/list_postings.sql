-- Grain: one row a posting of the settle run with the counterparty in the currency, entry by entry.
-- Parameters: $1 run, $2 counterparty, $3 currency.
-- Locking: none.
SELECT entry.key, entry.event, entry.day, entry.text, line.account, line.account_name, line.amount
FROM settlement.journal_entry AS entry
JOIN settlement.journal_line AS line ON line.run_id = entry.run_id AND line.entry = entry.entry
WHERE entry.run_id = $1 AND entry.counterparty = $2 AND entry.currency = $3
ORDER BY entry.entry, line.line
