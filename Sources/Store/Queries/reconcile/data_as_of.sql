-- Grain: one row; when the newest of the book's CDRs that ended in the span, or are named, was last
-- updated.
-- Parameters: $1 from, $2 until (exclusive), $3 book, $4 CDRs that ended elsewhere.
-- Locking: none.
SELECT max(last_updated) AS data_as_of
FROM intake.cdr
WHERE book = $3 AND (end_at >= $1 AND end_at < $2 OR object = ANY ($4))
