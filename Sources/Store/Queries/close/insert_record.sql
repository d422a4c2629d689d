-- Grain: one row, the digest of a close's record.
-- Parameters: $1 month, $2 version, $3 digest.
-- Locking: none.
INSERT INTO closing.record (month, version, digest)
VALUES ($1, $2, $3)
