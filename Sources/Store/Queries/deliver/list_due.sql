-- Grain: one row an object of our own that a hub may have and has not answered for since it was
-- registered, in the order of their changes.
-- Parameters: $1 book, $2 hub, $3 module, $4 our parties there, $5 partners of whom CDRs and sessions
-- are told, $6 versions of OCPI, $7 changed at or after, $8 object, of those changed at $7 only later
-- ones, $9 how many are wanted, $10 whether what was refused is due again, $11
-- whether only what 2.1.1 knows is.
-- Locking: none.
SELECT own.object, own.at, own.length, own.last_updated, own.ocpi, own.party, own.id,
    own.token_type, own.counterparty,
    EXISTS (
        SELECT FROM hub.delivery AS earlier
        WHERE earlier.hub = $2 AND earlier.registration = known.registration
          AND earlier.module = $3 AND earlier.party = own.party AND earlier.object_id = own.id
          AND earlier.token_type = own.token_type AND earlier.refused IS NULL) AS is_known
FROM intake.own_object AS own
CROSS JOIN (
    SELECT coalesce(max(ordinal), 0) AS registration
    FROM hub.event
    WHERE hub = $2 AND event = 'REGISTERED') AS known
WHERE own.book = $1 AND own.module = $3 AND own.party = ANY ($4)
  AND (own.counterparty = ANY ($5) OR own.module NOT IN ('cdrs', 'sessions'))
  AND own.ocpi = ANY ($6) AND (own.is_in_211 OR NOT $11)
  AND (own.last_updated, own.object) > ($7, $8)
  AND NOT EXISTS (
    SELECT FROM hub.delivery AS done
    WHERE done.hub = $2 AND done.registration = known.registration AND done.module = $3
      AND done.source = own.object AND (done.refused IS NULL OR NOT $10))
ORDER BY own.last_updated, own.object
LIMIT $9
