-- Grain: one row a hub, the last invitation that no event has ended, by hub.
-- Locking: none.
SELECT DISTINCT ON (invitation.hub) invitation.hub, invitation.at, invitation.token
FROM hub.invitation AS invitation
WHERE NOT EXISTS (
    SELECT FROM hub.event AS event
    WHERE event.hub = invitation.hub AND event.ordinal > invitation.after_event)
ORDER BY invitation.hub, invitation.ordinal DESC
