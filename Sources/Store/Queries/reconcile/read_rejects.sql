-- Grain: one row a reject of the ingest run, in the order met.
-- Parameters: $1 run, $2 module, or NULL for all.
-- Locking: none.
SELECT hub, module, source, line, file_offset, code, pointer, text, byte, object_id, party, emsp,
    end_at, object
FROM intake.reject
WHERE run_id = $1 AND ($2::text IS NULL OR module = $2)
ORDER BY shard, ordinal
