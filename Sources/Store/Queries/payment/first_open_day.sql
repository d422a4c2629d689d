-- Grain: one row: the first day after the newest month that is closed; NULL when none is.
-- Locking: none.
SELECT (max(month) + interval '1 month')::date AS day
FROM closing.standing
