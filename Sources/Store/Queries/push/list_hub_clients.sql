-- Grain: one row a party and role that a hub told of, as it last did, by hub, party and role.
-- Locking: none.
SELECT DISTINCT ON (hub, party, role) hub, party, role, status, last_updated
FROM hub.client
ORDER BY hub, party, role, ordinal DESC
