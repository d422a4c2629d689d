-- Grain: one row a staged finding whose object was new; findings about a replay are known.
-- Parameters: $1 first object number of the shard.
-- Locking: none; one writer at a time.
WITH stored AS (
    SELECT object FROM intake.cdr WHERE object >= $1
    UNION ALL
    SELECT object FROM intake.session WHERE object >= $1
    UNION ALL
    SELECT object FROM intake.tariff WHERE object >= $1
    UNION ALL
    SELECT object FROM intake.location WHERE object >= $1
    UNION ALL
    SELECT object FROM intake.token WHERE object >= $1
)
INSERT INTO intake.finding (object, ordinal, code, severity, pointer, text, at_stake)
SELECT staged.object, staged.ordinal, staged.code, staged.severity, staged.pointer, staged.text,
    staged.at_stake
FROM pg_temp.staged_finding AS staged
JOIN stored ON stored.object = staged.object
ORDER BY staged.object, staged.ordinal
