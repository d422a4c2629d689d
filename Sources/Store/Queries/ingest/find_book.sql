-- Grain: none or one row, the number of the book.
-- Parameters: $1 name.
-- Locking: none.
SELECT book
FROM intake.book
WHERE name = $1
