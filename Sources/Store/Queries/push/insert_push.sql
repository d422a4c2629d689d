-- Grain: one row, what a hub just sent.
-- Parameters: $1 hub, $2 module, $3 method, $4 version, $5 path, $6 request id, $7 correlation id,
-- $8 now, $9 party, $10 object id, $11 token type, $12 last updated, $13 body, $14 merged object,
-- $15 SHA-256, $16 code of the reject.
-- Locking: the caller holds lock_inbox.
INSERT INTO hub.push (
    push, hub, module, method, version, path, request_id, correlation_id, received_at, party,
    object_id, token_type, last_updated, sent, merged, sha256, refused
)
SELECT coalesce(max(push), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
    $16
FROM hub.push
RETURNING push
