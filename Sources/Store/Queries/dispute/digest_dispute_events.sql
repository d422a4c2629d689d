-- Grain: one row; SHA-256 of everything that happened to the month's disputes, NULL when there are none.
-- Parameters: $1 first day of the month.
-- Locking: none.
SELECT encode(sha256(convert_to(string_agg(
    concat_ws('|', dispute, ordinal, move, amount, released, written_off, extract(epoch FROM at)),
    E'\n' ORDER BY dispute COLLATE "C", ordinal), 'UTF8')), 'hex') AS digest
FROM published.dispute_event
WHERE month = $1
