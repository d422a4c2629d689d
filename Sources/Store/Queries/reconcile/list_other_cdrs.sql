-- Grain: one row a CDR that ended outside the span and may still bear on its month, by number: those
-- updated in the span (late ones of earlier months, or with wrong dates), those whose end cannot be
-- true, those that came after the last closed month, and what belongs with one of them or is credited
-- by a CDR of the span.
-- Parameters: $1 from, $2 until (exclusive), $3 until when (exclusive) a CDR still counts, $4 book.
-- Locking: none.
WITH other AS (
    SELECT object, side, counterparty, party, cdr_id, session_id, authorization_reference,
        credit_reference_id, evse_uid, evse_id, start_at, end_at, last_updated
    FROM intake.cdr
    WHERE book = $4 AND side IS NOT NULL AND (end_at < $1 OR end_at >= $2)
), seed AS MATERIALIZED (
    SELECT object, side, counterparty, party, cdr_id, session_id, authorization_reference,
        credit_reference_id, evse_uid, evse_id, start_at, end_at
    FROM intake.cdr
    WHERE book = $4 AND side IS NOT NULL AND (end_at < $1 OR end_at >= $2)
      AND last_updated >= $1 AND last_updated < $3
      AND last_updated - end_at NOT BETWEEN interval '-48 hours' AND interval '48 hours'
    UNION
    SELECT object, side, counterparty, party, cdr_id, session_id, authorization_reference,
        credit_reference_id, evse_uid, evse_id, start_at, end_at
    FROM intake.cdr
    WHERE book = $4 AND side IS NOT NULL AND end_at < timestamptz '2010-01-01 00:00:00Z'
    UNION
    SELECT cdr.object, cdr.side, cdr.counterparty, cdr.party, cdr.cdr_id, cdr.session_id,
        cdr.authorization_reference, cdr.credit_reference_id, cdr.evse_uid, cdr.evse_id,
        cdr.start_at, cdr.end_at
    FROM intake.page AS page
    JOIN runs.run AS run ON run.run_id = page.run_id
      AND run.month > (SELECT max(month) FROM closing.standing)
    JOIN intake.cdr AS cdr ON cdr.object >= page.page_id << 16
      AND cdr.object < (page.page_id + 1) << 16
    WHERE cdr.book = $4 AND cdr.side IS NOT NULL AND cdr.end_at < $1
), referred AS MATERIALIZED (
    SELECT counterparty, side, party, credit_reference_id AS cdr_id
    FROM intake.cdr
    WHERE book = $4 AND side IS NOT NULL AND credit AND credit_reference_id IS NOT NULL
      AND end_at >= $1 AND end_at < $2
    UNION
    SELECT counterparty, side, party, credit_reference_id
    FROM seed
    WHERE credit_reference_id IS NOT NULL
    UNION
    SELECT counterparty, side, party, cdr_id
    FROM seed
)
SELECT object
FROM seed
UNION
SELECT other.object
FROM referred
JOIN other USING (counterparty, side, party, cdr_id)
UNION
SELECT other.object
FROM seed
JOIN other ON other.counterparty = seed.counterparty AND other.side = seed.side
  AND other.party = seed.party AND other.credit_reference_id = seed.cdr_id
UNION
SELECT other.object
FROM seed
JOIN other ON other.counterparty = seed.counterparty AND other.side = seed.side
  AND other.party = seed.party AND other.session_id = seed.session_id
UNION
SELECT other.object
FROM seed
JOIN other ON other.counterparty = seed.counterparty AND other.side = seed.side
  AND other.party = seed.party
  AND other.authorization_reference = seed.authorization_reference
UNION
SELECT other.object
FROM seed
JOIN other ON other.counterparty = seed.counterparty AND other.side = seed.side
  AND other.party = seed.party AND other.evse_uid = seed.evse_uid
  AND other.start_at <= seed.end_at + interval '1 hour'
  AND other.end_at >= seed.start_at - interval '1 hour'
UNION
SELECT other.object
FROM seed
JOIN other ON other.counterparty = seed.counterparty AND other.side = seed.side
  AND other.party = seed.party AND other.evse_id = seed.evse_id
  AND other.start_at <= seed.end_at + interval '1 hour'
  AND other.end_at >= seed.start_at - interval '1 hour'
ORDER BY object
