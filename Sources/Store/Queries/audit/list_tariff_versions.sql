-- Grain: one row a version of the tariffs, by hub, party, id and version.
-- Parameters: $1 book, $2 ids, folded.
-- Locking: none.
SELECT object, hub, party, tariff_id, version, currency, valid_from, valid_until, last_updated,
    sha256
FROM intake.tariff
WHERE book = $1 AND upper(tariff_id) = ANY ($2)
ORDER BY hub, party, tariff_id, version
