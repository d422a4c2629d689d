-- Grain: one row a version of a partner's statement, in the order received.
-- Parameters: $1 first day of the month, $2 hub, $3 counterparty, $4 side; each or NULL for all.
-- Locking: none.
SELECT statement, hub, counterparty, side, month, number, version, file, source, map, rules_hash,
    basis, received_at, received_by, lines, refused, state
FROM invoice.listed_statement
WHERE ($1::date IS NULL OR month = $1)
  AND ($2::text IS NULL OR hub = $2)
  AND ($3::text IS NULL OR counterparty = $3)
  AND ($4::text IS NULL OR side = $4)
ORDER BY statement
