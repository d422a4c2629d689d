-- Grain: one partner, direction, currency and disposition; shares are of the lines and of the claims
-- (by size, credits too) of the partner in that direction and currency. $1 = first day of the month.
SELECT
    counted.counterparty AS counterparty,
    CASE counted.side WHEN 'cpo' THEN 'receivable' ELSE 'payable' END AS direction,
    counted.currency AS currency,
    counted.disposition AS disposition,
    lower(counted.severity) AS severity,
    counted.lines AS lines,
    round(counted.lines / sum(counted.lines) OVER partner, 4) AS lines_share,
    counted.claimed AS claimed,
    round(counted.size / nullif(sum(counted.size) OVER partner, 0), 4) AS claimed_share,
    counted.agreed AS agreed,
    counted.disputed AS disputed
FROM (
    SELECT line.counterparty, line.side, line.currency, line.disposition, line.severity,
        count(*) AS lines, sum(line.agreed + line.disputed) AS claimed,
        sum(abs(line.agreed + line.disputed)) AS size,
        sum(line.agreed) AS agreed, sum(line.disputed) AS disputed
    FROM published.line AS line
    WHERE line.month = $1 AND NOT line.own_network AND line.counterparty IS NOT NULL
    GROUP BY line.counterparty, line.side, line.currency, line.disposition, line.severity
) AS counted
WINDOW partner AS (PARTITION BY counted.counterparty, counted.side, counted.currency)
ORDER BY counted.counterparty COLLATE "C", counted.side COLLATE "C" DESC,
    counted.currency COLLATE "C" NULLS LAST, counted.lines DESC,
    counted.disposition COLLATE "C", counted.severity COLLATE "C";
