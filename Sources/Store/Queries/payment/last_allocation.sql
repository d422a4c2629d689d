-- Grain: one row: the last ordinal of an entry's allocations, released ones included; 0 for none.
-- Parameters: $1 entry.
-- Locking: the caller holds the ledger's lock.
SELECT coalesce(max(ordinal), 0) AS ordinal
FROM payment.allocation
WHERE entry = $1
