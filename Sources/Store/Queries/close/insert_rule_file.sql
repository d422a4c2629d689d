-- Grain: one row a rule file's bytes, if they are not there yet.
-- Parameters: $1 SHA-256, $2 bytes.
-- Locking: row lock on the digest.
INSERT INTO closing.rule_file (sha256, body)
VALUES ($1, $2)
ON CONFLICT (sha256) DO NOTHING
