-- Grain: one row a file of a rules directory, if it is not there yet.
-- Parameters: $1 rules hash, $2 path, $3 SHA-256 of the file.
-- Locking: row lock on the hash and path.
INSERT INTO closing.rule_set (rules_hash, path, sha256)
VALUES ($1, $2, $3)
ON CONFLICT (rules_hash, path) DO NOTHING
