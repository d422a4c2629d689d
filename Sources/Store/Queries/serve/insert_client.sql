-- Grain: one new client.
-- Parameters: $1 name, $2 scopes, $3 reach, $4 of whom or NULL, $5 now.
-- Locking: one new row.
INSERT INTO access.client (client, scopes, reach, reach_of, added_at)
VALUES ($1, $2, $3, $4, $5)
