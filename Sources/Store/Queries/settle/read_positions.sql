-- Grain: one row an entity, counterparty and currency of the run.
-- Parameters: $1 run.
-- Locking: none.
SELECT entity, counterparty, currency, receivable, payable, net, disputed, set_off, hub
FROM settlement.position
WHERE run_id = $1
ORDER BY counterparty, currency, entity
