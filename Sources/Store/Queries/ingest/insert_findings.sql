-- Grain: one row a staged finding whose object was new; findings about a replay are known.
-- Locking: none; one writer at a time.
INSERT INTO intake.finding (object, ordinal, code, severity, pointer, text, at_stake)
SELECT staged.object, staged.ordinal, staged.code, staged.severity, staged.pointer, staged.text,
    staged.at_stake
FROM pg_temp.staged_finding AS staged
WHERE EXISTS (SELECT FROM intake.cdr AS stored WHERE stored.object = staged.object)
   OR EXISTS (SELECT FROM intake.session AS stored WHERE stored.object = staged.object)
   OR EXISTS (SELECT FROM intake.tariff AS stored WHERE stored.object = staged.object)
   OR EXISTS (SELECT FROM intake.location AS stored WHERE stored.object = staged.object)
   OR EXISTS (SELECT FROM intake.token AS stored WHERE stored.object = staged.object)
ORDER BY staged.object, staged.ordinal
