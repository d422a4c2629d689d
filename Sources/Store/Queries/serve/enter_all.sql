-- Grain: one row: what this transaction may see. What is not set of it is empty.
-- Locking: none.
SELECT set_config('clearing.reach', 'all', true) AS reach
