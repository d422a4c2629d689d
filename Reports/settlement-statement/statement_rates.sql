-- Grain: one direction, legal entity, foreign currency and day whose rate was used. The values are
-- exact here and rounded once per statement. $1 = first day of the month, $2 = counterparty.
SELECT
    CASE used.side WHEN 'cpo' THEN 'receivable' ELSE 'payable' END AS direction,
    used.entity AS entity,
    used.day AS day,
    used.currency AS currency,
    used.amount AS amount,
    used.rate::text AS rate,
    used.quoted_on AS quoted_on,
    used.source AS source,
    used.book_currency AS book_currency,
    used.book_amount AS book_amount
FROM published.statement_rate AS used
WHERE used.month = $1 AND used.counterparty = $2
ORDER BY used.side COLLATE "C", used.entity COLLATE "C", used.currency COLLATE "C", used.day;
