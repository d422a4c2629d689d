-- Grain: one row a job and how its runs ended.
-- Locking: none.
SELECT own.job, own.status, own.runs, own.finished_at
FROM published.job AS own
ORDER BY own.job, own.status
