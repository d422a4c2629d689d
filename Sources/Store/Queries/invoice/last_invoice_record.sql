-- Grain: one row, the highest number given to a record; 0 when there is none.
-- Locking: none; the insert refuses a number that is not the next.
SELECT coalesce(max(record), 0) AS record FROM invoice.record ORDER BY 1
