-- Grain: one row, how a page was come by.
-- Parameters: $1 run, $2 source, $3 hub, $4 module, $5 address, $6 request id, $7 correlation id,
-- $8 HTTP status, $9 SHA-256, $10 bytes.
-- Locking: none; the run is the caller's.
INSERT INTO intake.receipt (
    run_id, source, hub, module, url, request_id, correlation_id, http_status, sha256, bytes
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
