-- Grain: one row a finding of rating about a CDR of the shard and run.
-- Locking: none.
COPY rating.finding (
    run_id, object, ordinal, code, severity, pointer, text, at_stake
) FROM STDIN (FORMAT binary)
