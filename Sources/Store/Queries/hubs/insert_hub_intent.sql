-- Grain: one row, a token about to be given to a hub.
-- Parameters: $1 hub, $2 event to come, $3 now, $4 token for the hub.
-- Locking: the primary key refuses a second writer that saw the same last intent.
INSERT INTO hub.intent (hub, ordinal, attempt, event, at, token_for_hub)
SELECT $1, next.ordinal, next.attempt, $2, $3, $4
FROM (
    SELECT latest.ordinal + 1 AS ordinal,
        1 + (SELECT count(*) FROM hub.intent AS begun
             WHERE begun.hub = $1 AND begun.ordinal = latest.ordinal + 1) AS attempt
    FROM (SELECT coalesce(max(ordinal), 0) AS ordinal FROM hub.event WHERE hub = $1) AS latest
) AS next
