-- Grain: one row a disposition of the run's lines, by code.
-- Parameters: $1 run.
-- Locking: none.
SELECT disposition, count(*) AS lines
FROM reconciliation.line
WHERE run_id = $1
GROUP BY disposition
ORDER BY disposition COLLATE "C"
