-- Grain: one row a CDR of a partner that a standing close of another month has taken, with the last
-- such month.
-- Parameters: $1 counterparty, $2 side, $3 first day of the month that is not meant.
-- Locking: none.
SELECT cdr_id, max(month) AS month
FROM closing.settled_cdr
WHERE counterparty = $1 AND side = $2 AND month <> $3
GROUP BY cdr_id
ORDER BY cdr_id
