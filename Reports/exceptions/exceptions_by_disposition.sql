-- Grain: one disposition, direction and currency among the lines that are not matched.
-- $1 = first day of the month.
SELECT
    line.disposition AS disposition,
    CASE
        WHEN line.own_network THEN 'own network'
        WHEN line.side = 'cpo' THEN 'receivable'
        ELSE 'payable'
    END AS direction,
    line.currency AS currency,
    count(*) AS lines,
    sum(line.agreed) AS agreed,
    sum(line.disputed) AS disputed
FROM published.line AS line
WHERE line.month = $1 AND NOT line.is_matched
GROUP BY 1, 2, 3
ORDER BY line.disposition COLLATE "C", direction, line.currency COLLATE "C" NULLS LAST;
