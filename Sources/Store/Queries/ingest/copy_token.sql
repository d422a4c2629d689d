-- Grain: one row a received token of the shard, as first version.
-- Locking: none; the staging table is this connection's own.
COPY pg_temp.staged_token (
    object, book, at, length, sha256, hub, ocpi, party, token_uid, token_type, version, contract_id,
    valid, last_updated
) FROM STDIN (FORMAT binary)
