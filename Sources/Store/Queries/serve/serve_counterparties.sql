-- Grain: one row a counterparty and currency of a settlement, over all our legal entities.
-- Parameters: $1 run, $2 and $3 counterparty and currency of the last row seen or NULL, $4 how many
-- (NULL: all).
-- Locking: none.
SELECT summed.counterparty, summed.currency, summed.receivable, summed.payable, summed.net,
    summed.disputed, summed.counterparty AS after_counterparty, summed.currency AS after_currency
FROM (
    SELECT own.counterparty, own.currency, sum(own.receivable) AS receivable,
        sum(own.payable) AS payable, sum(own.net) AS net, sum(own.disputed) AS disputed
    FROM guard.position AS own
    WHERE own.run_id = $1
    GROUP BY own.counterparty, own.currency
) AS summed
WHERE $2 IS NULL OR (summed.counterparty, summed.currency) > ($2, $3)
ORDER BY summed.counterparty, summed.currency
LIMIT $4
