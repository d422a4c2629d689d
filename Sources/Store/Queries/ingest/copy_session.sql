-- Grain: one row a received session of the shard, as first version.
-- Locking: none; the staging table is this connection's own.
COPY pg_temp.staged_session (
    object, book, at, length, sha256, hub, ocpi, party, session_id, version, side, counterparty,
    own_network, status, authorization_reference, token_uid, contract_id, location_id, evse_uid,
    evse_id, start_at, end_at, last_updated, energy, currency, cost_before_tax, cost_after_tax, id_as_received,
    own_party, token_is_one_time, meter_id, signed_payload,
    meter_begin, meter_end
) FROM STDIN (FORMAT binary)
