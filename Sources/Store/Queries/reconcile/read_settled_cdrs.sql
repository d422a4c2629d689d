-- Grain: one row a CDR of the shard that a closed month took. A CDR of ours stands there under the
-- hub that held it; of several versions as many are taken as there are lines.
-- Parameters: $1 side, $2 counterparty, $3 own network, $4 book, $5 month that is being made.
-- Locking: none.
SELECT cdr.object, min(settled.month) AS month
FROM (
    SELECT month, party, cdr_id, hub, count(*) AS lines
    FROM closing.settled_cdr
    WHERE side = $1 AND counterparty = $2 AND month <> $5
    GROUP BY month, party, cdr_id, hub
) AS settled
JOIN intake.cdr AS cdr ON cdr.party = settled.party AND cdr.cdr_id = settled.cdr_id
  AND (cdr.hub = settled.hub OR cdr.hub = 'own') AND cdr.version <= settled.lines
WHERE cdr.side = $1 AND cdr.counterparty = $2 AND cdr.own_network = $3 AND cdr.book = $4
GROUP BY cdr.object
ORDER BY cdr.object
