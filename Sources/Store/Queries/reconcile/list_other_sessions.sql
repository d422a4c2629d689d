-- Grain: one row a version of a session of ours that ended outside the span and may be that of one
-- of the CDRs, by number.
-- Parameters: $1 from, $2 until (exclusive), $3 book, $4 CDRs that ended outside the span.
-- Locking: none.
WITH asking AS MATERIALIZED (
    SELECT side, counterparty, party, cdr_id, session_id, authorization_reference, evse_uid,
        evse_id, start_at, end_at
    FROM intake.cdr
    WHERE object = ANY ($4)
), other AS (
    SELECT object, side, counterparty, party, session_id, authorization_reference, evse_uid,
        evse_id, start_at, end_at
    FROM intake.session
    WHERE book = $3 AND hub = 'own' AND side IS NOT NULL AND (end_at < $1 OR end_at >= $2)
), named AS MATERIALIZED (
    SELECT side, counterparty, party, session_id
    FROM asking
    WHERE session_id IS NOT NULL
    UNION
    SELECT side, counterparty, party, cdr_id
    FROM asking
)
SELECT other.object
FROM named
JOIN other USING (counterparty, side, party, session_id)
UNION
SELECT other.object
FROM asking
JOIN other ON other.counterparty = asking.counterparty AND other.side = asking.side
  AND other.party = asking.party
  AND other.authorization_reference = asking.authorization_reference
UNION
SELECT other.object
FROM asking
JOIN other ON other.counterparty = asking.counterparty AND other.side = asking.side
  AND other.party = asking.party AND other.evse_uid = asking.evse_uid
  AND other.start_at <= asking.end_at + interval '1 hour'
  AND other.end_at >= asking.start_at - interval '1 hour'
UNION
SELECT other.object
FROM asking
JOIN other ON other.counterparty = asking.counterparty AND other.side = asking.side
  AND other.party = asking.party AND other.evse_id = asking.evse_id
  AND other.start_at <= asking.end_at + interval '1 hour'
  AND other.end_at >= asking.start_at - interval '1 hour'
ORDER BY object
