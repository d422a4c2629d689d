-- Grain: one row a location, by the version updated last, in key order.
-- Parameters: $1 book.
-- Locking: none.
SELECT DISTINCT ON (hub, party, location_id)
    object, hub, party, location_id, name, city, state, country, time_zone
FROM intake.location
WHERE book = $1
ORDER BY hub, party, location_id, last_updated DESC, object DESC
