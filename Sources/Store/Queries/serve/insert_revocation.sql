-- Grain: one new revocation of a secret.
-- Parameters: $1 client, $2 ordinal, $3 from when on, $4 now.
-- Locking: one new row.
INSERT INTO access.revocation (client, ordinal, since, noted_at)
VALUES ($1, $2, $3, $4)
