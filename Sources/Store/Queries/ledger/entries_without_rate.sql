-- Grain: one row a currency of the run in which something is booked without a rate.
-- Parameters: $1 run.
-- Locking: none.
SELECT entry.currency, entry.book_currency, min(entry.key) AS first_key
FROM settlement.journal_entry AS entry
JOIN settlement.journal_line AS line ON line.run_id = entry.run_id AND line.entry = entry.entry
WHERE entry.run_id = $1 AND line.book_amount IS NULL
GROUP BY entry.currency, entry.book_currency
ORDER BY entry.currency, entry.book_currency
