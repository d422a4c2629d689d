-- Grain: the line about one CDR in the newest reconciliation that stands and has one, as far as the reach
-- goes: one row or none. Of several lines the first counts.
-- Parameters: $1 the CDR as received, $2 month or NULL.
-- Locking: none.
SELECT line.cdr_object::text AS id, line.cdr_id, cdr.party AS cpo, cdr.ocpi, cdr.last_updated,
    line.session_id, line.side, line.hub, line.counterparty, line.own_party, line.own_network,
    line.disposition, line.severity, line.currency, line.ours, line.theirs, line.difference,
    line.agreed, line.agreed_before_tax, line.disputed, line.energy, line.location_id,
    line.evse_id, line.start_at, line.end_at, line.service_month, line.matched_by, line.reason,
    cdr.token_uid, cdr.contract_id,
    run.month
FROM published.run AS run
JOIN guard.line AS line ON line.run_id = run.run_id
LEFT JOIN guard.cdr AS cdr ON cdr.object = line.cdr_object
WHERE run.job = 'reconcile' AND line.cdr_object = $1 AND ($2 IS NULL OR run.month = $2)
ORDER BY run.month DESC, line.shard, line.ordinal
LIMIT 1
