-- Grain: one more look at personal data.
-- Parameters: $1 now, $2 client, $3 request, $4 route, $5 what was asked for.
-- Locking: one new row.
INSERT INTO access.reading (at, client, request_id, route, subject)
VALUES ($1, $2, $3, $4, $5)
