-- Grain: one row a job and month: the run that stands.
-- Parameters: $1 month or NULL, $2 and $3 month and job of the last row seen or NULL, $4 how many (NULL: all).
-- Locking: none.
SELECT run.run_id::text AS id, run.month, run.job, run.key, run.inputs_key, run.rules_hash,
    run.build, run.started_at, run.finished_at, to_char(run.month, 'YYYY-MM') AS after_month,
    run.job AS after_job
FROM published.run AS run
WHERE ($1 IS NULL OR run.month = $1)
    AND ($2 IS NULL OR (to_char(run.month, 'YYYY-MM'), run.job) > /*after*/ ($2, $3))
ORDER BY to_char(run.month, 'YYYY-MM') ASC, run.job ASC
LIMIT $4
