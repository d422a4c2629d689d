-- Grain: one row, what a hub said of somebody who is connected to it.
-- Parameters: $1 hub, $2 party, $3 role, $4 status, $5 last updated, $6 now.
-- Locking: the primary key refuses a second writer that saw the same last row.
INSERT INTO hub.client (hub, ordinal, party, role, status, last_updated, at)
SELECT $1, coalesce(max(ordinal), 0) + 1, $2, $3, $4, $5, $6
FROM hub.client
WHERE hub = $1
