-- Grain: one row a part of what a CDR of the shard claims beyond our rating, in their order.
-- Parameters: $1 rating run, $2 side, $3 counterparty, $4 own network, $5 from, $6 until
--             (exclusive) of its end, $7 book, $8 CDRs that ended elsewhere.
-- Looked up CDR by CDR, as in read_cdrs.
-- Locking: none.
SELECT cdr.object, cause.after_tax, cause.cause, cause.amount
FROM intake.cdr
CROSS JOIN LATERAL (
    SELECT part.after_tax, part.place, part.cause, part.amount
    FROM rating.difference_cause AS part
    WHERE part.run_id = $1 AND part.object = cdr.object
    OFFSET 0
) AS cause
WHERE cdr.book = $7 AND cdr.side = $2 AND cdr.counterparty = $3 AND cdr.own_network = $4
  AND (cdr.end_at >= $5 AND cdr.end_at < $6 OR cdr.object = ANY ($8))
ORDER BY cdr.object, cause.after_tax, cause.place
