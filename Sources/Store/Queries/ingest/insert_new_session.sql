-- Grain: one row a staged session whose natural key was never seen; of several with one key the
-- first received. The others stay for insert_version_session.
-- They are laid down by partner (in whatever order of partners is cheap), because reconciliation reads
-- one partner at a time: what it wants of a shard then lies on few pages of the table instead of on all.
-- Not where a key came with two partners, since then the first received must come first.
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
ORDER BY
    CASE
        WHEN NOT EXISTS (
            SELECT FROM pg_temp.staged_session
            GROUP BY book, hub, party, session_id
            HAVING min(hashtext(coalesce(counterparty, '')))
                <> max(hashtext(coalesce(counterparty, ''))))
        THEN hashtext(coalesce(counterparty, ''))
    END, object
ON CONFLICT (book, hub, party, session_id, version) DO NOTHING
