-- Grain: one row a hub that was ever registered, its last event, by name.
-- Locking: none.
SELECT DISTINCT ON (hub)
    hub, event, at, version, token, token_for_hub, modules, roles, urls, parties
FROM hub.event
ORDER BY hub, ordinal DESC
