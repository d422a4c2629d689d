-- Grain: one row, what was just agreed with a hub.
-- Parameters: $1 hub, $2 event, $3 now, $4 version, $5 token, $6 token for the hub, $7 modules, $8 roles,
-- $9 addresses, $10 whom it says it is.
-- Locking: the primary key refuses a second writer that saw the same last event.
INSERT INTO hub.event (
    hub, ordinal, event, at, version, token, token_for_hub, modules, roles, urls, parties
)
SELECT $1, coalesce(max(ordinal), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10
FROM hub.event
WHERE hub = $1
