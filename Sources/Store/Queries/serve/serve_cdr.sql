-- Grain: one row a line about one CDR of a reconciliation; the first is the one that counts.
-- Parameters: $1 run, $2 the CDR as received.
-- Locking: none.
SELECT line.cdr_object::text AS id, line.cdr_id, cdr.party AS cpo, cdr.ocpi, cdr.last_updated,
    line.session_id, line.side, line.hub, line.counterparty, line.own_party, line.own_network,
    line.disposition, line.severity, line.currency, line.ours, line.theirs, line.difference,
    line.agreed, line.agreed_before_tax, line.disputed, line.energy, line.location_id,
    line.evse_id, line.start_at, line.end_at, line.service_month, line.matched_by, line.reason,
    cdr.token_uid, cdr.contract_id,
    line.shard, line.ordinal
FROM guard.line AS line
LEFT JOIN guard.cdr AS cdr ON cdr.object = line.cdr_object
WHERE line.run_id = $1 AND line.cdr_object = $2
ORDER BY line.shard, line.ordinal
LIMIT 1
