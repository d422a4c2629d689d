-- Grain: one row, token A with which a hub may register until its next event.
-- Parameters: $1 hub, $2 now, $3 sealed token.
-- Locking: the primary key refuses a second writer that saw the same last invitation.
INSERT INTO hub.invitation (hub, ordinal, at, token, after_event)
SELECT $1, coalesce(max(ordinal), 0) + 1, $2, $3,
    (SELECT coalesce(max(event.ordinal), 0) FROM hub.event AS event WHERE event.hub = $1)
FROM hub.invitation
WHERE hub = $1
