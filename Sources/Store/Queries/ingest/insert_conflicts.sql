-- Grain: one finding a CDR of the shard that came under a known id with other content (OCPI: a CDR
-- never changes), but for hubs that revise in place.
-- Parameters: $1 hubs that revise in place.
-- Locking: none; one writer at a time.
INSERT INTO intake.finding (object, ordinal, code, severity, pointer, text, at_stake)
SELECT
    cdr.object,
    (SELECT coalesce(max(known.ordinal), -1) FROM intake.finding AS known
     WHERE known.object = cdr.object) + 1,
    'CONFLICT',
    'error',
    '/id',
    'CDR ' || cdr.cdr_id || ' of ' || cdr.party || ' was received before with other content '
        || '(this is version ' || cdr.version || '); a CDR never changes, so the first one stands',
    NULL
FROM intake.cdr AS cdr
WHERE cdr.object IN (SELECT staged.object FROM pg_temp.staged_cdr AS staged)
  AND cdr.version > 1
  AND NOT cdr.hub = ANY ($1::text[])
ORDER BY cdr.object
