-- Grain: one row, what a hub answered to an object that was sent to it.
-- Parameters: $1 hub, $2 module, $3 object or record, $4 party, $5 object id, $6 token type, $7 method,
-- $8 version, $9 address, $10 request id, $11 correlation id, $12 now, $13 HTTP status, $14 status
-- code, $15 location, $16 SHA-256, $17 why it was refused.
-- Locking: the caller holds lock_deliveries of the hub; the primary key refuses a second writer.
INSERT INTO hub.delivery (
    hub, ordinal, registration, module, source, party, object_id, token_type, method, version, url,
    request_id, correlation_id, at, http_status, status_code, location, sha256, refused
)
SELECT $1, coalesce(max(ordinal), 0) + 1,
    (SELECT coalesce(max(event.ordinal), 0) FROM hub.event AS event
     WHERE event.hub = $1 AND event.event = 'REGISTERED'),
    $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
FROM hub.delivery
WHERE hub = $1
