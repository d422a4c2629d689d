-- Grain: one row an object of a module that a hub has answered for since it was registered, its last
-- answer, by object.
-- Parameters: $1 hub, $2 module.
-- Locking: none.
SELECT DISTINCT ON (delivery.source) delivery.source, delivery.party, delivery.object_id,
    delivery.token_type, delivery.method, delivery.http_status, delivery.status_code,
    delivery.refused
FROM hub.delivery AS delivery
WHERE delivery.hub = $1 AND delivery.module = $2
  AND delivery.registration = (
    SELECT coalesce(max(ordinal), 0) FROM hub.event WHERE hub = $1 AND event = 'REGISTERED')
ORDER BY delivery.source, delivery.ordinal DESC
