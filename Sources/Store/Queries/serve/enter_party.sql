-- Grain: one row: what this transaction may see. What is not set of it is empty.
-- Parameters: $1 the party.
-- Locking: none.
SELECT set_config('clearing.reach', 'party', true) AS reach, set_config('clearing.party', $1, true) AS party
