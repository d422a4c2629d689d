-- Grain: one new secret of a client.
-- Parameters: $1 client, $2 ordinal, $3 salt, $4 cost, $5 hash, $6 now.
-- Locking: one new row.
INSERT INTO access.secret (client, ordinal, salt, cost, hash, added_at)
VALUES ($1, $2, $3, $4, $5, $6)
