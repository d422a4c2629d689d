-- Grain: one row, the annex of a record of ours.
-- Parameters: $1 record.
-- Locking: none.
SELECT body, sha256, algorithm, signature, public_key
FROM invoice.annex
WHERE record = $1
ORDER BY record
