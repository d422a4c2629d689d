-- Grain: one row a page that holds a CDR that ended in the span, or one of those named, by number.
-- Parameters: $1 from, $2 until (exclusive), $3 book, $4 CDRs that ended elsewhere.
-- Locking: none.
SELECT DISTINCT object >> 16 AS page_id
FROM intake.cdr
WHERE book = $3 AND (end_at >= $1 AND end_at < $2 OR object = ANY ($4))
ORDER BY page_id
