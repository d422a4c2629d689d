-- Grain: one row a finding about a received object of the shard.
-- Locking: none; the staging table is this connection's own.
COPY pg_temp.staged_finding (
    object, ordinal, code, severity, pointer, text, at_stake
) FROM STDIN (FORMAT binary)
