-- Grain: one row a completed session of the shard as our platform updated it last, in the order of
-- time, as in read_cdrs.
-- Parameters: $1 side, $2 counterparty, $3 own network, $4 from, $5 until (exclusive) of its end,
--             $6 book, $7 sessions that ended elsewhere.
-- Locking: none.
SELECT session.object, session.hub, session.party, session.session_id,
    session.authorization_reference, session.evse_uid, session.evse_id, session.token_uid,
    session.contract_id, session.location_id, session.start_at, session.end_at, session.energy,
    session.currency, session.cost_before_tax, session.cost_after_tax, session.id_as_received,
    session.own_party, session.token_is_one_time, session.signed_payload, session.meter_id,
    session.meter_begin, session.meter_end
FROM intake.session
WHERE session.book = $6 AND session.hub = 'own' AND session.side = $1 AND session.counterparty = $2
  AND session.own_network = $3 AND session.status = 'COMPLETED'
  AND (session.end_at >= $4 AND session.end_at < $5 OR session.object = ANY ($7))
  AND NOT EXISTS (
      SELECT FROM intake.session AS newer
      WHERE newer.book = session.book
        AND newer.hub = session.hub
        AND newer.party = session.party
        AND newer.session_id = session.session_id
        AND (newer.last_updated, newer.version) > (session.last_updated, session.version))
ORDER BY session.start_at, session.object
