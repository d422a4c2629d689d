-- Grain: one row a reject of the book, in the order met; one that a later run met again, once.
-- Parameters: $1 book, $2 module, or NULL for all.
-- Locking: none.
SELECT hub, module, source, line, file_offset, code, pointer, text, byte, object_id, party, emsp,
    end_at, object
FROM intake.standing_reject
WHERE book = $1 AND ($2::text IS NULL OR module = $2)
ORDER BY run_id, shard, ordinal
