-- Grain: one row a counterparty, side and currency of the run.
-- Parameters: $1 settle run.
-- Locking: none.
SELECT counterparty, side, currency, sum(claimed) AS claimed, sum(agreed) AS agreed,
    sum(disputed) AS disputed
FROM settlement.statement
WHERE run_id = $1
GROUP BY counterparty, side, currency
ORDER BY counterparty, side COLLATE "C", currency
