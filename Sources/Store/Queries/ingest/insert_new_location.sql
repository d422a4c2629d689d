-- Grain: one row a staged location whose natural key was never seen; of several with one key the
-- first received. The others stay for insert_version_location.
-- Locking: row locks on the new keys; one writer at a time.
INSERT INTO intake.location (
    object, book, at, length, sha256, hub, ocpi, party, location_id, version, name, city, state,
    country, time_zone, last_updated
)
SELECT
    object, book, at, length, sha256, hub, ocpi, party, location_id, version, name, city, state,
    country, time_zone, last_updated
FROM pg_temp.staged_location
ORDER BY object
ON CONFLICT (book, hub, party, location_id, version) DO NOTHING
