-- Grain: one row a month that was cleared, oldest first.
-- Parameters: $1 the last month seen or NULL, $2 how many (NULL: all).
-- Locking: none.
SELECT run.month, bool_or(run.job = 'reconcile') AS is_reconciled,
    bool_or(run.job = 'settle') AS is_settled, max(run.finished_at) AS changed_at,
    (
        SELECT max(made.version) FROM published.close AS made
        WHERE made.month = run.month AND made.reopened_at IS NULL
    ) AS close_version,
    to_char(run.month, 'YYYY-MM') AS after_month
FROM published.run AS run
WHERE $1 IS NULL OR to_char(run.month, 'YYYY-MM') > /*after*/ $1
GROUP BY run.month
ORDER BY run.month ASC
LIMIT $2
