-- Grain: one row a disposition, side and currency of a reconciliation.
-- Parameters: $1 run, $2 counterparty or NULL, $3 to $5 disposition, side and currency of the last row seen or
-- NULL, $6 how many (NULL: all).
-- Locking: none.
SELECT summed.disposition, summed.side, summed.currency, summed.lines, summed.energy,
    summed.agreed, summed.disputed, summed.disposition AS after_disposition,
    summed.side AS after_side, coalesce(summed.currency, '') AS after_currency
FROM (
    SELECT line.disposition, line.side, line.currency, count(*) AS lines,
        coalesce(sum(line.energy), 0) AS energy, sum(line.agreed) AS agreed,
        sum(line.disputed) AS disputed
    FROM guard.line AS line
    WHERE line.run_id = $1 AND ($2 IS NULL OR line.counterparty = $2)
    GROUP BY line.disposition, line.side, line.currency
) AS summed
WHERE $3 IS NULL
    OR (summed.disposition, summed.side, coalesce(summed.currency, '')) > ($3, $4, $5)
ORDER BY summed.disposition, summed.side, coalesce(summed.currency, '')
LIMIT $6
