-- Grain: one row; the columns of an event as their texts will be, in the order of list_close_events.
-- Parameters: $1 event, $2 month, $3 version, $4 kind, $5 who, $6 at, $7 why, $8 settle key,
--             $9 owner, $10 side, $11 counterparty, $12 disposition, $13 CDR, $14 session,
--             $15 document.
-- Locking: none.
SELECT ARRAY[
    $1::bigint::text, $2::date::text, $3::int::text, $4, $5, $6::timestamptz::text, $7, $8, $9,
    $10, $11, $12, $13, $14, $15] AS cells
