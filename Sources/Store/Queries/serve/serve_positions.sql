-- Grain: one row a legal entity of ours, counterparty and currency of a settlement.
-- Parameters: $1 run, $2 counterparty or NULL, $3 to $5 entity, counterparty and currency of the last row seen
-- or NULL, $6 how many (NULL: all).
-- Locking: none.
SELECT own.entity, own.counterparty, own.currency, own.receivable, own.payable, own.net,
    own.disputed, own.set_off, own.hub, own.entity AS after_entity,
    own.counterparty AS after_counterparty, own.currency AS after_currency
FROM guard.position AS own
WHERE own.run_id = $1 AND ($2 IS NULL OR own.counterparty = $2)
    AND ($3 IS NULL OR (own.entity, own.counterparty, own.currency) > /*after*/ ($3, $4, $5))
ORDER BY own.entity ASC, own.counterparty ASC, own.currency ASC
LIMIT $6
