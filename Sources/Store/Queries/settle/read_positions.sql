-- Grain: one row a counterparty and currency of the run.
-- Parameters: $1 run.
-- Locking: none.
SELECT counterparty, currency, receivable, payable, net, disputed
FROM settlement.position
WHERE run_id = $1
ORDER BY counterparty, currency
