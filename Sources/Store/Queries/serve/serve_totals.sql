-- Grain: one row a currency of a settlement, over all our legal entities and partners.
-- Parameters: $1 run, $2 the last currency seen or NULL, $3 how many (NULL: all).
-- Locking: none.
SELECT own.currency, sum(own.receivable) AS receivable, sum(own.payable) AS payable,
    sum(own.net) AS net, sum(own.disputed) AS disputed, own.currency AS after_currency
FROM guard.position AS own
WHERE own.run_id = $1 AND ($2 IS NULL OR own.currency > $2)
GROUP BY own.currency
ORDER BY own.currency
LIMIT $3
