-- Grain: one row, an authorization request and our answer.
-- Parameters: $1 hub, $2 who asked, $3 party of the token, $4 its uid, $5 its type, $6 location, $7 EVSEs,
-- $8 answer, $9 reference, $10 request id, $11 correlation id, $12 now.
-- Locking: none.
INSERT INTO hub.token_check (
    hub, asker, party, token_uid, token_type, location_id, evse_uids, allowed, reference, request_id,
    correlation_id, at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
