-- Grain: one row a part of what a CDR of the shard claims beyond our rating, in their order.
-- Parameters: $1 rating run, $2 side, $3 counterparty, $4 own network, $5 book.
-- Locking: none.
SELECT cause.object, cause.after_tax, cause.cause, cause.amount
FROM rating.difference_cause AS cause
JOIN intake.cdr AS cdr ON cdr.object = cause.object
WHERE cause.run_id = $1 AND cdr.side = $2 AND cdr.counterparty = $3 AND cdr.own_network = $4
  AND cdr.book = $5
ORDER BY cause.object, cause.after_tax, cause.place
