-- Grain: one row, an allocation that is taken back.
-- Parameters: $1 entry, $2 ordinal, $3 when, $4 who, $5 why.
-- Locking: the caller holds the ledger's lock.
INSERT INTO payment.release (entry, ordinal, at, who, why, source)
SELECT allocation.entry, allocation.ordinal, $3, $4, $5, allocation.source || '/reversal'
FROM payment.allocation AS allocation
WHERE allocation.entry = $1 AND allocation.ordinal = $2
