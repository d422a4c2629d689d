-- Grain: one row, the annex of a record of ours.
-- Parameters: $1 record, $2 canonical JSON, $3 its SHA-256, $4 algorithm, $5 signature, $6 public
--             key as PEM.
-- Locking: none.
INSERT INTO invoice.annex (record, body, sha256, algorithm, signature, public_key)
VALUES ($1, $2, $3, $4, $5, $6)
