-- Grain: one legal entity, counterparty, side and currency with open items, by age. As of the newest
-- bank entry, or the end of the month when that is later.
-- $1 = first day of the month.
SELECT
    item.entity AS entity,
    item.counterparty AS counterparty,
    item.side AS side,
    item.currency AS currency,
    count(*) AS items,
    coalesce(sum(item.open) FILTER (WHERE item.due_on IS NULL OR known.day < item.due_on), 0)
        AS not_due,
    coalesce(sum(item.open) FILTER (WHERE known.day - item.due_on BETWEEN 0 AND 30), 0) AS upto_30,
    coalesce(sum(item.open) FILTER (WHERE known.day - item.due_on BETWEEN 31 AND 60), 0) AS upto_60,
    coalesce(sum(item.open) FILTER (WHERE known.day - item.due_on BETWEEN 61 AND 90), 0) AS upto_90,
    coalesce(sum(item.open) FILTER (WHERE known.day - item.due_on > 90), 0) AS over_90,
    sum(item.open) AS open
FROM published.open_item AS item
CROSS JOIN (
    SELECT greatest(($1::date + interval '1 month - 1 day')::date, max(bank.booked_on)) AS day
    FROM published.bank_entry AS bank
) AS known
WHERE item.open <> 0 AND coalesce(item.month <= $1::date, true)
GROUP BY item.entity, item.counterparty, item.side, item.currency
ORDER BY item.entity COLLATE "C", item.counterparty COLLATE "C", item.currency COLLATE "C",
    item.side COLLATE "C" DESC;
