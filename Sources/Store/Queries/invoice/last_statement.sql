-- Grain: one row, the highest number given to a statement; 0 when there is none.
-- Locking: none; the insert refuses a number that is not the next.
SELECT coalesce(max(statement), 0) AS statement FROM invoice.statement ORDER BY 1
