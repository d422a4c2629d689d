-- Grain: one legal entity, partner and currency with a position: what is paid, and to whom.
-- $1 = first day of the month.
SELECT
    position.entity AS entity,
    position.counterparty AS counterparty,
    position.currency AS currency,
    position.receivable AS receivable,
    position.payable AS payable,
    position.set_off AS set_off,
    position.net AS net,
    CASE
        WHEN position.hub IS NOT NULL THEN 'through ' || position.hub
        WHEN position.net = 0 THEN 'nothing'
        WHEN position.set_off = 0 AND position.receivable <> 0 AND position.payable <> 0
            THEN 'gross, both ways'
        ELSE 'net, directly'
    END AS paid,
    position.disputed AS disputed
FROM published.position AS position
WHERE position.month = $1
ORDER BY position.entity COLLATE "C", position.counterparty COLLATE "C",
    position.currency COLLATE "C";
