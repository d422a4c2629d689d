-- Grain: one row; when the newest of the book's CDRs that ended in the span was last updated.
-- Parameters: $1 from, $2 until (exclusive), $3 book.
-- Locking: none.
SELECT max(last_updated) AS data_as_of
FROM intake.cdr
WHERE end_at >= $1 AND end_at < $2 AND book = $3
