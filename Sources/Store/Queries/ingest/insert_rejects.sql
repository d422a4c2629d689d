-- Grain: one row a staged reject. Bytes that an earlier reject keeps already are not kept again:
-- the row then points to those.
-- Locking: none; one writer at a time.
INSERT INTO intake.reject (
    run_id, shard, ordinal, hub, module, source, line, file_offset, code, pointer, text, byte,
    object_id, party, emsp, end_at, object, at, length, sha256
)
SELECT staged.run_id, staged.shard, staged.ordinal, staged.hub, staged.module, staged.source,
    staged.line, staged.file_offset, staged.code, staged.pointer, staged.text, staged.byte,
    staged.object_id, staged.party, staged.emsp, staged.end_at,
    coalesce(earlier.object, staged.object), coalesce(earlier.at, staged.at),
    coalesce(earlier.length, staged.length), staged.sha256
FROM pg_temp.staged_reject AS staged
LEFT JOIN LATERAL (
    SELECT known.object, known.at, known.length
    FROM intake.reject AS known
    WHERE known.sha256 = staged.sha256 AND known.object IS NOT NULL
    ORDER BY known.object
    LIMIT 1
) AS earlier ON true
ORDER BY staged.ordinal
