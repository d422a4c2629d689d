-- Grain: one row an entry of these that is there.
-- Parameters: $1 ids.
-- Locking: the caller holds the ledger's lock.
SELECT entry
FROM payment.bank_entry
WHERE entry = ANY ($1)
ORDER BY entry
