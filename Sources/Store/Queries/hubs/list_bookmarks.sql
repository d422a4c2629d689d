-- Grain: one row a hub and module that a closed run of the book has pulled.
-- Parameters: $1 book.
-- Locking: none.
SELECT hub, module, complete_until
FROM intake.standing_bookmark
WHERE book = $1
ORDER BY hub, module
