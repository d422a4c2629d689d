-- Grain: one row, the last sequence given out in the series; 0 when there is none.
-- Parameters: $1 entity, $2 series, $3 financial year.
-- Locking: the caller holds lock_chain.
SELECT coalesce(max(sequence), 0) AS sequence
FROM closing.number
WHERE entity = $1 AND series = $2 AND financial_year = $3
