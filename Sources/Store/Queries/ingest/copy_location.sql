-- Grain: one row a received location of the shard, as first version.
-- Locking: none; the staging table is this connection's own.
COPY pg_temp.staged_location (
    object, book, at, length, sha256, hub, ocpi, party, location_id, version, name, city, state,
    country, time_zone, last_updated
) FROM STDIN (FORMAT binary)
