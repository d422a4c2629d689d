-- Grain: one new key that signs access tokens.
-- Parameters: $1 its name, $2 its private half, sealed, $3 now.
-- Locking: one new row.
INSERT INTO access.signing_key (key, sealed, added_at)
VALUES ($1, $2, $3)
