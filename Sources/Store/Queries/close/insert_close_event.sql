-- Grain: one row, the new event.
-- Parameters: $1 event, $2 month, $3 version, $4 kind, $5 who, $6 at, $7 why, $8 settle key,
--             $9 owner, $10 side, $11 counterparty, $12 disposition, $13 CDR, $14 session,
--             $15 document, $16 digests of the columns, $17 hash.
-- Locking: the caller holds lock_chain.
INSERT INTO closing.event (
    event, month, version, kind, who, at, why, settle_key, owner, side, counterparty, disposition,
    cdr_id, session_id, document, digests, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
