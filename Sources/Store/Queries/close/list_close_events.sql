-- Grain: one row an event, in the order of the chain.
-- Parameters: $1 first day of the month, or NULL for all months.
-- Locking: none.
SELECT event, month, version, kind, who, at, why, settle_key, owner, side, counterparty,
    disposition, cdr_id, session_id, document,
    ARRAY[
        event::text, month::text, version::text, kind, who, at::text, why, settle_key, owner, side,
        counterparty, disposition, cdr_id, session_id, document] AS cells,
    digests, hash
FROM closing.event
WHERE $1::date IS NULL OR month = $1
ORDER BY event
