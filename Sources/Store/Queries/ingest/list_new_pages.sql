-- Grain: one row a page of the shard that some stored row points into, by number.
-- Parameters: $1 first object number of the shard.
-- Locking: none; one writer at a time.
SELECT stored.page_id
FROM (
    SELECT object >> 16 AS page_id FROM intake.cdr WHERE object >= $1
    UNION
    SELECT object >> 16 FROM intake.session WHERE object >= $1
    UNION
    SELECT object >> 16 FROM intake.tariff WHERE object >= $1
    UNION
    SELECT object >> 16 FROM intake.location WHERE object >= $1
    UNION
    SELECT object >> 16 FROM intake.token WHERE object >= $1
    UNION
    SELECT reject.object >> 16
    FROM pg_temp.staged_reject AS staged
    JOIN intake.reject
      ON reject.run_id = staged.run_id AND reject.shard = staged.shard
     AND reject.ordinal = staged.ordinal
    WHERE reject.object >= $1
) AS stored
ORDER BY stored.page_id
