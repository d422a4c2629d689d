-- Grain: one row a line with a CDR, of every so many of a reconciliation, evenly over the whole of it, in the
-- order of the lines.
-- Parameters: $1 run, $2 how many rows at most.
-- Locking: none.
SELECT numbered.object, numbered.shard, numbered.ordinal, numbered.place, numbered.lines
FROM (
    SELECT line.cdr_object AS object, line.shard, line.ordinal,
        row_number() OVER (ORDER BY line.shard, line.ordinal) AS place, count(*) OVER () AS lines
    FROM guard.line AS line
    WHERE line.run_id = $1 AND line.cdr_object IS NOT NULL
) AS numbered
WHERE numbered.place % greatest(1, (numbered.lines + $2 - 1) / $2) = 0
ORDER BY numbered.place
