-- Grain: one row a statement of the run, in the order in which they get their numbers.
-- Parameters: $1 settle run.
-- Locking: none.
SELECT entity, counterparty, side, currency
FROM settlement.statement
WHERE run_id = $1
ORDER BY entity, counterparty, side COLLATE "C", currency
