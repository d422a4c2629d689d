-- Grain: one statement of this or an earlier month that is not paid in full, or one bank entry that left
-- something on account. As of the newest bank entry, or the end of the month when that is later.
-- $1 = first day of the month.
SELECT
    item.entity AS entity,
    item.counterparty AS counterparty,
    item.side AS side,
    item.currency AS currency,
    item.reference AS reference,
    item.month AS statement_of,
    item.issued_on AS issued_on,
    item.due_on AS due_on,
    known.day AS as_of,
    CASE WHEN known.day >= item.due_on THEN known.day - item.due_on END AS days,
    CASE
        WHEN item.due_on IS NULL THEN ''
        WHEN known.day < item.due_on THEN 'not due'
        WHEN known.day - item.due_on <= 30 THEN '0-30'
        WHEN known.day - item.due_on <= 60 THEN '31-60'
        WHEN known.day - item.due_on <= 90 THEN '61-90'
        ELSE 'over 90'
    END AS age,
    item.hub AS hub,
    'NET-' || to_char(item.month, 'YYYY-MM') || '-' || coalesce(item.hub, item.counterparty) AS quote,
    item.due AS due,
    item.amount - item.due AS netted,
    item.amount AS amount,
    item.paid AS paid,
    item.open AS open
FROM published.open_item AS item
CROSS JOIN (
    SELECT greatest(($1::date + interval '1 month - 1 day')::date, max(bank.booked_on)) AS day
    FROM published.bank_entry AS bank
) AS known
WHERE item.open <> 0 AND coalesce(item.month <= $1::date, true)
ORDER BY item.entity COLLATE "C", item.counterparty COLLATE "C", item.currency COLLATE "C",
    item.side COLLATE "C" DESC, item.due_on, item.reference COLLATE "C";
