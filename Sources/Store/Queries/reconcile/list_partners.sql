-- Grain: one row a shard: side, counterparty and own network of the sessions and CDRs that ended in
-- the span, and of the CDRs named.
-- Parameters: $1 from, $2 until (exclusive), $3 book, $4 CDRs that ended elsewhere.
-- Each half is grouped first: a UNION alone sorts every row of the month.
-- Locking: none.
SELECT side, counterparty, own_network
FROM intake.session
WHERE hub = 'own' AND side IS NOT NULL AND end_at >= $1 AND end_at < $2
  AND book = $3
GROUP BY side, counterparty, own_network
UNION
SELECT side, counterparty, own_network
FROM intake.cdr
WHERE side IS NOT NULL AND book = $3
  AND (end_at >= $1 AND end_at < $2 OR object = ANY ($4))
GROUP BY side, counterparty, own_network
ORDER BY side, counterparty, own_network
