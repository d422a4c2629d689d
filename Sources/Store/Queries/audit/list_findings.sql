-- Grain: one row a finding about an object, those of intake first.
-- Parameters: $1 rating run, $2 object.
-- Locking: none.
SELECT 'ingest' AS job, ordinal, code, severity, pointer, text, at_stake
FROM intake.finding
WHERE object = $2
UNION ALL
SELECT 'rate', ordinal, code, severity, pointer, text, at_stake
FROM rating.finding
WHERE run_id = $1 AND object = $2
ORDER BY job, ordinal
