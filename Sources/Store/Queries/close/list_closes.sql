-- Grain: one row a closed version of a month, in the order of the chain.
-- Locking: none.
SELECT made.month, made.version, made.position, made.event, made.book, made.ingest_runs,
    made.rate_run, made.reconcile_run, made.settle_run, made.settle_key, made.rules_hash,
    made.build, made.fx_hash, made.lines, made.lines_root, made.books_root, made.previous,
    made.hash,
    EXISTS (
        SELECT FROM closing.standing AS standing
        WHERE standing.month = made.month AND standing.version = made.version) AS stands
FROM closing.close AS made
ORDER BY made.position
