-- Grain: one row a site of ours in a book, by its newest version: stations as settlement knows them.
-- Parameters: $1 book, $2 location in upper case or NULL, $3 and $4 party and location of the last row seen or
-- NULL, $5 how many (NULL: all).
-- Locking: none.
SELECT own.location_id AS id, own.party, own.name, own.city, own.state, own.country,
    own.time_zone, own.last_updated, own.party AS after_party, own.location_id AS after_location
FROM guard.location AS own
WHERE own.book = $1 AND own.hub = 'own'
    AND ($2 IS NULL OR upper(own.location_id) = $2)
    AND ($3 IS NULL OR (own.party, own.location_id) > /*after*/ ($3, $4))
    AND NOT EXISTS (
        SELECT FROM guard.location AS newer
        WHERE newer.book = own.book AND newer.hub = own.hub AND newer.party = own.party
            AND newer.location_id = own.location_id AND newer.version > own.version)
ORDER BY own.party ASC, own.location_id ASC
LIMIT $5
