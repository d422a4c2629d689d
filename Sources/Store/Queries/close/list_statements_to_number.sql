-- Grain: one row a statement of the run, in the order in which they get their numbers.
-- Parameters: $1 settle run.
-- Locking: none.
SELECT statement.entity, statement.counterparty, statement.side, statement.currency, position.hub
FROM settlement.statement AS statement
LEFT JOIN settlement.position AS position
    ON position.run_id = statement.run_id AND position.entity = statement.entity
    AND position.counterparty = statement.counterparty AND position.currency = statement.currency
WHERE statement.run_id = $1
ORDER BY statement.entity, statement.counterparty, statement.side COLLATE "C", statement.currency
