-- Grain: one row a page that holds a CDR that ended in the span, by number.
-- Parameters: $1 from, $2 until (exclusive), $3 book.
-- Locking: none.
SELECT DISTINCT object >> 16 AS page_id
FROM intake.cdr
WHERE end_at >= $1 AND end_at < $2 AND book = $3
ORDER BY page_id
