-- Grain: one row a CDR of the shard whose own tariff is not the one that was published.
-- Parameters: $1 rating run, $2 side, $3 counterparty, $4 own network, $5 from, $6 until
--             (exclusive) of its end, $7 book, $8 CDRs that ended elsewhere.
-- Looked up CDR by CDR, as in read_cdrs.
-- Locking: none.
SELECT cdr.object, own.before_tax, own.after_tax
FROM intake.cdr
CROSS JOIN LATERAL (
    SELECT price.before_tax, price.after_tax
    FROM rating.own_tariff_price AS price
    WHERE price.run_id = $1 AND price.object = cdr.object
    LIMIT 1
) AS own
WHERE cdr.book = $7 AND cdr.side = $2 AND cdr.counterparty = $3 AND cdr.own_network = $4
  AND (cdr.end_at >= $5 AND cdr.end_at < $6 OR cdr.object = ANY ($8))
ORDER BY cdr.object
