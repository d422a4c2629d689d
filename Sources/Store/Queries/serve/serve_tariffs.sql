-- Grain: one row a tariff of a book, by its newest version.
-- Parameters: $1 book, $2 to $4 hub, party and id of the last row seen or NULL, $5 how many (NULL: all).
-- Locking: none.
SELECT own.object::text AS id, own.hub, own.party, own.tariff_id, own.version, own.ocpi,
    own.currency, own.valid_from, own.valid_until, own.last_updated, own.hub AS after_hub,
    own.party AS after_party, own.tariff_id AS after_id
FROM guard.tariff AS own
WHERE own.book = $1
    AND ($2 IS NULL OR (own.hub, own.party, own.tariff_id) > /*after*/ ($2, $3, $4))
    AND NOT EXISTS (
        SELECT FROM guard.tariff AS newer
        WHERE newer.book = own.book AND newer.hub = own.hub AND newer.party = own.party
            AND newer.tariff_id = own.tariff_id AND newer.version > own.version)
ORDER BY own.hub ASC, own.party ASC, own.tariff_id ASC
LIMIT $5
