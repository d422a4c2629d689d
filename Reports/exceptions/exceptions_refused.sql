-- Grain: one object, or one whole file, that intake refused. $1 = first day of the month.
SELECT
    reject.hub AS hub,
    reject.module AS module,
    reject.code AS code,
    reject.source AS file,
    reject.line::bigint AS line,
    reject.pointer AS pointer,
    reject.object_id AS object_id,
    reject.text AS reason
FROM published.reject AS reject
WHERE reject.month = $1
ORDER BY
    reject.source COLLATE "C", reject.line, reject.file_offset, reject.hub COLLATE "C",
    reject.module COLLATE "C", reject.code COLLATE "C", reject.pointer COLLATE "C",
    reject.object_id COLLATE "C", reject.text COLLATE "C";
