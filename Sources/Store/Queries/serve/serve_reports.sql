-- Grain: one row a file of a run of the report stage.
-- Parameters: $1 run, $2 report or NULL, $3 the last name seen or NULL, $4 how many (NULL: all).
-- Locking: none.
SELECT own.name, own.report, own.kind, own.counterparty, own.sheet, own.bytes, own.rows,
    encode(own.sha256, 'hex') AS sha256, own.name AS after_name
FROM guard.report_file AS own
WHERE own.run_id = $1 AND ($2 IS NULL OR own.report = $2)
    AND ($3 IS NULL OR own.name > /*after*/ $3)
ORDER BY own.name ASC
LIMIT $4
