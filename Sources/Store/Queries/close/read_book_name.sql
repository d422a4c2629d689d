-- Grain: none or one row, the book.
-- Parameters: $1 book.
-- Locking: none.
SELECT name
FROM intake.book
WHERE book = $1
