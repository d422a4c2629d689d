-- Grain: one row a handshake that was begun and of which no event came, by hub, oldest first.
-- Locking: none.
SELECT intent.hub, intent.event, intent.at, intent.token_for_hub
FROM hub.intent AS intent
WHERE NOT EXISTS (
    SELECT FROM hub.event AS agreed
    WHERE agreed.hub = intent.hub AND agreed.ordinal >= intent.ordinal)
ORDER BY intent.hub, intent.ordinal, intent.attempt
