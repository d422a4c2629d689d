-- Grain: one row a reject of the shard.
-- Locking: none; the staging table is this connection's own.
COPY pg_temp.staged_reject (
    run_id, shard, ordinal, hub, module, source, line, file_offset, code, pointer, text, byte,
    object_id, party, emsp, end_at, object, at, length, sha256
) FROM STDIN (FORMAT binary)
