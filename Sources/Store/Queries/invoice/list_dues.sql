-- Grain: one row a statement of the run: what is due by it.
-- Parameters: $1 settle run.
-- Locking: none.
SELECT entity, counterparty, side, currency, due
FROM settlement.statement
WHERE run_id = $1
ORDER BY entity, counterparty, side, currency
