-- Grain: one row, the new book. Numbers are dense.
-- Parameters: $1 name.
-- Locking: the caller holds lock_pages.
INSERT INTO intake.book (book, name)
SELECT coalesce(max(book), 0) + 1, $1
FROM intake.book
RETURNING book
