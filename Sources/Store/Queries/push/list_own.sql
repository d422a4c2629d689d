-- Grain: one row an object of our own that a hub may have, newest version, in the order of their
-- changes, with the number of all.
-- Parameters: $1 book, $2 module, $3 our parties there, $4 partners of whom CDRs and sessions are
-- told, $5 changed from, or NULL, $6 changed before, or NULL, $7 versions of OCPI, $8 how many
-- are left out, $9 how many are wanted, $10 id, or NULL for all, $11 whether only of what 2.1.1 knows.
-- Locking: none.
SELECT own.object, own.at, own.length, count(*) OVER () AS total, own.ocpi,
    own.last_updated
FROM intake.own_object AS own
WHERE own.book = $1 AND own.module = $2 AND own.party = ANY ($3)
  AND (own.counterparty = ANY ($4) OR own.module NOT IN ('cdrs', 'sessions'))
  AND own.ocpi = ANY ($7) AND (own.is_in_211 OR NOT $11)
  AND ($5::timestamptz IS NULL OR own.last_updated >= $5)
  AND ($6::timestamptz IS NULL OR own.last_updated < $6) AND ($10::text IS NULL OR own.id = $10)
ORDER BY own.last_updated, own.object
OFFSET $8 LIMIT $9
