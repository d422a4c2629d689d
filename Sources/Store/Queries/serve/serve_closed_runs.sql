-- Grain: one row a run that a close of a month froze.
-- Parameters: $1 month, $2 version.
-- Locking: none.
SELECT own.run_id, own.job, own.key
FROM published.closed_run AS own
WHERE own.month = $1 AND own.version = $2
ORDER BY own.run_id
