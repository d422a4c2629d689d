-- Grain: one row an object of our own that a hub may have, newest version, in the order of their
-- changes, with the number of all.
-- Parameters: $1 book, $2 module, $3 our parties there, $4 partners of whom CDRs and sessions are
-- told, $5 changed from, or NULL, $6 changed before, or NULL, $7 version of OCPI, $8 how many are
-- left out, $9 how many are wanted, $10 id, or NULL for all.
-- Locking: none.
SELECT own.object, own.at, own.length, count(*) OVER () AS total
FROM (
    SELECT object, at, length, last_updated, ocpi, cdr_id AS id
    FROM intake.cdr
    WHERE $2 = 'cdrs' AND book = $1 AND hub = 'own' AND party = ANY ($3)
      AND side = 'cpo' AND NOT own_network AND counterparty = ANY ($4)
      AND NOT EXISTS (
        SELECT FROM intake.cdr AS newer
        WHERE newer.book = cdr.book AND newer.hub = cdr.hub AND newer.party = cdr.party
          AND newer.cdr_id = cdr.cdr_id AND newer.version > cdr.version)
    UNION ALL
    SELECT object, at, length, last_updated, ocpi, session_id
    FROM intake.session
    WHERE $2 = 'sessions' AND book = $1 AND hub = 'own' AND party = ANY ($3)
      AND side = 'cpo' AND NOT own_network AND counterparty = ANY ($4)
      AND NOT EXISTS (
        SELECT FROM intake.session AS newer
        WHERE newer.book = session.book AND newer.hub = session.hub
          AND newer.party = session.party AND newer.session_id = session.session_id
          AND newer.version > session.version)
    UNION ALL
    SELECT object, at, length, coalesce(last_updated, 'epoch'), ocpi, tariff_id
    FROM intake.tariff
    WHERE $2 = 'tariffs' AND book = $1 AND hub = 'own' AND party = ANY ($3)
      AND NOT EXISTS (
        SELECT FROM intake.tariff AS newer
        WHERE newer.book = tariff.book AND newer.hub = tariff.hub AND newer.party = tariff.party
          AND newer.tariff_id = tariff.tariff_id AND newer.version > tariff.version)
    UNION ALL
    SELECT object, at, length, last_updated, ocpi, location_id
    FROM intake.location
    WHERE $2 = 'locations' AND book = $1 AND hub = 'own' AND party = ANY ($3)
      AND NOT EXISTS (
        SELECT FROM intake.location AS newer
        WHERE newer.book = location.book AND newer.hub = location.hub
          AND newer.party = location.party AND newer.location_id = location.location_id
          AND newer.version > location.version)
    UNION ALL
    SELECT object, at, length, last_updated, ocpi, token_uid
    FROM intake.token
    WHERE $2 = 'tokens' AND book = $1 AND hub = 'own' AND party = ANY ($3)
      AND NOT EXISTS (
        SELECT FROM intake.token AS newer
        WHERE newer.book = token.book AND newer.hub = token.hub AND newer.party = token.party
          AND newer.token_uid = token.token_uid AND newer.token_type = token.token_type
          AND newer.version > token.version)
) AS own
WHERE own.ocpi = $7 AND ($5::timestamptz IS NULL OR own.last_updated >= $5)
  AND ($6::timestamptz IS NULL OR own.last_updated < $6) AND ($10::text IS NULL OR own.id = $10)
ORDER BY own.last_updated, own.object
OFFSET $8 LIMIT $9
