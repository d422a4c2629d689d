-- Grain: one row a CDR of the shard with what the rating run made of it, in the order of time: pairing
-- goes through them so, and what was read one after another lies together in memory. Of a hub that
-- revises in place only the newest version, which then counts as the first.
-- Parameters: $1 rating run, $2 side, $3 counterparty, $4 own network, $5 from, $6 until
--             (exclusive) of its end, $7 hubs that revise in place, $8 book,
--             $9 CDRs that ended elsewhere.
-- The prices are looked up one by one: right after rating the planner knows nothing of a run, and would
-- read all of its prices for each partner.
-- Locking: none.
SELECT cdr.object, cdr.hub, cdr.party, cdr.cdr_id, cdr.session_id, cdr.authorization_reference,
    cdr.credit, cdr.credit_reference_id, cdr.evse_uid, cdr.evse_id, cdr.token_uid,
    cdr.contract_id, cdr.location_id, cdr.start_at, cdr.end_at, cdr.energy, cdr.currency,
    cdr.claimed_before_tax, cdr.claimed_after_tax, cdr.last_updated,
    CASE WHEN cdr.hub = ANY ($7) THEN 1 ELSE cdr.version END AS version,
    priced.object AS rated, priced.unpriceable, priced.unpriceable_text,
    priced.currency AS rated_currency, priced.before_tax, priced.after_tax,
    cdr.id_as_received, cdr.own_party,
    cdr.token_is_one_time, cdr.signed_payload, cdr.meter_id, cdr.meter_begin, cdr.meter_end,
    priced.finding_codes
FROM intake.cdr
LEFT JOIN LATERAL (
    SELECT rated.object, rated.unpriceable, rated.unpriceable_text, rated.currency, rated.before_tax,
        rated.after_tax, rated.finding_codes
    FROM rating.priced_cdr AS rated
    WHERE rated.run_id = $1 AND rated.object = cdr.object
    LIMIT 1
) AS priced ON true
WHERE cdr.book = $8 AND cdr.side = $2 AND cdr.counterparty = $3 AND cdr.own_network = $4
  AND (cdr.end_at >= $5 AND cdr.end_at < $6 OR cdr.object = ANY ($9))
  AND (NOT cdr.hub = ANY ($7) OR NOT EXISTS (
      SELECT FROM intake.cdr AS newer
      WHERE newer.book = cdr.book
        AND newer.hub = cdr.hub
        AND newer.party = cdr.party
        AND newer.cdr_id = cdr.cdr_id
        AND newer.version > cdr.version))
ORDER BY cdr.last_updated, cdr.object
