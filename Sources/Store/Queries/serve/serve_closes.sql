-- Grain: one row a close of a month, oldest first.
-- Parameters: $1 month.
-- Locking: none.
SELECT made.version, made.position AS place, made.lines, made.rules_hash, made.build,
    made.lines_root, made.previous, made.hash, made.drafted_by, made.approved_by,
    made.closed_at, made.reopened_by, made.reopened_at, made.reopened_why,
    made.settle_run
FROM published.close AS made
WHERE made.month = $1
ORDER BY made.version
