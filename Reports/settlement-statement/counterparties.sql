-- Grain: one counterparty with any line in the month. $1 = first day of the month.
SELECT line.counterparty AS counterparty
FROM published.line AS line
WHERE line.month = $1 AND NOT line.own_network AND line.counterparty IS NOT NULL
GROUP BY line.counterparty
ORDER BY line.counterparty COLLATE "C";
