-- Grain: one row a received CDR of the shard, as first version.
-- Locking: none; the staging table is this connection's own.
COPY pg_temp.staged_cdr (
    object, book, at, length, sha256, hub, ocpi, party, cdr_id, version, side, counterparty,
    own_network, session_id, authorization_reference, credit, credit_reference_id, token_uid,
    contract_id, location_id, evse_uid, evse_id, start_at, end_at, last_updated, energy,
    currency, claimed_before_tax, claimed_after_tax, id_as_received, own_party, token_is_one_time, meter_id, signed_payload,
    meter_begin, meter_end
) FROM STDIN (FORMAT binary)
