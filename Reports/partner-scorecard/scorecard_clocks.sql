-- Grain: one partner, direction and hub whose CDRs an id matched with sessions of ours.
-- $1 = first day of the month.
SELECT
    clock.counterparty AS counterparty,
    CASE clock.side WHEN 'cpo' THEN 'receivable' ELSE 'payable' END AS direction,
    clock.hub AS hub,
    clock.pairs::bigint AS pairs,
    round(clock.offset_ms / 1000.0, 3) AS offset_seconds,
    CASE WHEN clock.is_used THEN 'yes' ELSE 'no' END AS used
FROM published.clock AS clock
WHERE clock.month = $1 AND NOT clock.own_network
ORDER BY clock.counterparty COLLATE "C", clock.side COLLATE "C" DESC, clock.hub COLLATE "C";
