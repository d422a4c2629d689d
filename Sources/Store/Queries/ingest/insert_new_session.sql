-- Grain: one row a staged session whose natural key was never seen; of several with one key the
-- first received. The others stay for insert_version_session.
-- Locking: row locks on the new keys; one writer at a time.
INSERT INTO intake.session (
    object, book, at, length, sha256, hub, ocpi, party, session_id, version, side, counterparty,
    own_network, status, authorization_reference, token_uid, contract_id, location_id, evse_uid,
    evse_id, start_at, end_at, last_updated, energy, currency, cost_before_tax, cost_after_tax, id_as_received,
    own_party, token_is_one_time, meter_id, signed_payload,
    meter_begin, meter_end
)
SELECT
    object, book, at, length, sha256, hub, ocpi, party, session_id, version, side, counterparty,
    own_network, status, authorization_reference, token_uid, contract_id, location_id, evse_uid,
    evse_id, start_at, end_at, last_updated, energy, currency, cost_before_tax, cost_after_tax, id_as_received,
    own_party, token_is_one_time, meter_id, signed_payload,
    meter_begin, meter_end
FROM pg_temp.staged_session
ORDER BY object
ON CONFLICT (book, hub, party, session_id, version) DO NOTHING
