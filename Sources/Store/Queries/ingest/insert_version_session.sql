-- Grain: one row a staged session that came under a known natural key with bytes never seen under
-- it: the next version. Bytes seen before are a replay and bring nothing.
-- Parameters: $1 first object number of the shard.
-- Locking: row locks on the new versions; one writer at a time.
WITH remaining AS (
    SELECT staged.book, staged.hub, staged.party, staged.session_id,
        staged.sha256, staged.object
    FROM pg_temp.staged_session AS staged
    WHERE NOT EXISTS (
        SELECT FROM intake.session AS stored
        WHERE stored.object >= $1 AND stored.object = staged.object)
), fresh AS (
    SELECT DISTINCT ON (book, hub, party, session_id, sha256)
        book, hub, party, session_id, object
    FROM remaining
    WHERE NOT EXISTS (
        SELECT FROM intake.session AS known
        WHERE known.book = remaining.book
          AND known.hub = remaining.hub
          AND known.party = remaining.party
          AND known.session_id = remaining.session_id
          AND known.sha256 = remaining.sha256)
    ORDER BY book, hub, party, session_id, sha256, object
), versioned AS (
    SELECT fresh.object,
        (SELECT max(known.version) FROM intake.session AS known
         WHERE known.book = fresh.book
           AND known.hub = fresh.hub
           AND known.party = fresh.party
           AND known.session_id = fresh.session_id)
        + row_number() OVER (PARTITION BY book, hub, party, session_id ORDER BY object) AS version
    FROM fresh
)
INSERT INTO intake.session (
    object, book, at, length, sha256, hub, ocpi, party, session_id, version, side, counterparty,
    own_network, status, authorization_reference, token_uid, contract_id, location_id, evse_uid,
    evse_id, start_at, end_at, last_updated, energy, currency, cost_before_tax, cost_after_tax, id_as_received,
    own_party, token_is_one_time, meter_id, signed_payload,
    meter_begin, meter_end
)
SELECT
    staged.object, staged.book, staged.at, staged.length, staged.sha256, staged.hub, staged.ocpi,
    staged.party, staged.session_id, versioned.version, staged.side, staged.counterparty,
    staged.own_network, staged.status, staged.authorization_reference, staged.token_uid,
    staged.contract_id, staged.location_id, staged.evse_uid, staged.evse_id, staged.start_at,
    staged.end_at, staged.last_updated, staged.energy, staged.currency, staged.cost_before_tax,
    staged.cost_after_tax,
    staged.id_as_received, staged.own_party, staged.token_is_one_time, staged.meter_id,
    staged.signed_payload, staged.meter_begin, staged.meter_end
FROM versioned
JOIN pg_temp.staged_session AS staged ON staged.object = versioned.object
ORDER BY versioned.object
