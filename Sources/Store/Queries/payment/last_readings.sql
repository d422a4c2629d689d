-- Grain: one row: the last reading there is, and the last one of these bytes (0: none).
-- Parameters: $1 SHA-256 of a file.
-- Locking: the caller holds the ledger's lock.
SELECT coalesce(max(reading), 0) AS last,
    coalesce(max(reading) FILTER (WHERE sha256 = $1), 0) AS same
FROM payment.file
