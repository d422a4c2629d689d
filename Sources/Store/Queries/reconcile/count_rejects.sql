-- Grain: one row a code of the book's rejects.
-- Parameters: $1 book.
-- Locking: none.
SELECT code, count(*) AS rejects
FROM intake.standing_reject
WHERE book = $1
GROUP BY code
ORDER BY code COLLATE "C"
