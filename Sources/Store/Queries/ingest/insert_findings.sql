-- Grain: one row a staged finding whose object was new; findings about a replay are known.
-- Each is looked up by its key: with EXISTS the planner may read whole tables of years instead.
-- Locking: none; one writer at a time.
INSERT INTO intake.finding (object, ordinal, code, severity, pointer, text, at_stake)
SELECT staged.object, staged.ordinal, staged.code, staged.severity, staged.pointer, staged.text,
    staged.at_stake
FROM pg_temp.staged_finding AS staged
WHERE (SELECT true FROM intake.cdr AS stored WHERE stored.object = staged.object LIMIT 1)
   OR (SELECT true FROM intake.session AS stored WHERE stored.object = staged.object LIMIT 1)
   OR (SELECT true FROM intake.tariff AS stored WHERE stored.object = staged.object LIMIT 1)
   OR (SELECT true FROM intake.location AS stored WHERE stored.object = staged.object LIMIT 1)
   OR (SELECT true FROM intake.token AS stored WHERE stored.object = staged.object LIMIT 1)
ORDER BY staged.object, staged.ordinal
