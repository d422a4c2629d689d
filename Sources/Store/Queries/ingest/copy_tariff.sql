-- Grain: one row a received tariff of the shard, as first version.
-- Locking: none; the staging table is this connection's own.
COPY pg_temp.staged_tariff (
    object, book, at, length, sha256, hub, ocpi, party, tariff_id, version, currency, valid_from,
    valid_until, last_updated
) FROM STDIN (FORMAT binary)
