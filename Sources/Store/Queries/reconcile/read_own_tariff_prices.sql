-- Grain: one row a CDR of the shard whose own tariff is not the one that was published.
-- Parameters: $1 rating run, $2 side, $3 counterparty, $4 own network, $5 book.
-- Locking: none.
SELECT own.object, own.before_tax, own.after_tax
FROM rating.own_tariff_price AS own
JOIN intake.cdr AS cdr ON cdr.object = own.object
WHERE own.run_id = $1 AND cdr.side = $2 AND cdr.counterparty = $3 AND cdr.own_network = $4
  AND cdr.book = $5
ORDER BY own.object
