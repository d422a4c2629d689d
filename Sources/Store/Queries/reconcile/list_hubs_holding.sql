-- Grain: one row a hub that holds CDRs of our CPO side which ended in the span.
-- Parameters: $1 from, $2 until (exclusive), $3 book.
-- Locking: none.
SELECT DISTINCT hub
FROM intake.cdr
WHERE side = 'cpo' AND hub <> 'own' AND end_at >= $1 AND end_at < $2
  AND book = $3
ORDER BY hub
