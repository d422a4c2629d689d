-- Grain: one row a currency in which differences of the shard were tolerated.
-- Locking: none.
COPY reconciliation.tolerated_sum (run_id, shard, currency, lines, sum, cap)
FROM STDIN (FORMAT binary)
