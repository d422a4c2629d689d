-- Grain: one row a code of the ingest run's rejects.
-- Parameters: $1 run.
-- Locking: none.
SELECT code, count(*) AS rejects
FROM intake.reject
WHERE run_id = $1
GROUP BY code
ORDER BY code COLLATE "C"
