-- Grain: one row a line of the run that meets every condition given, in the order of shards and of
-- lines within them, with the document it is about.
-- Parameters: $1 run, $2 counterparty, $3 disposition, $4 id of a CDR or session in any spelling of
--             case, $5 hub, $6 only what is in dispute between parties; $2 to $5 or NULL for all.
-- Locking: none.
SELECT line.disposition, line.side, line.hub, line.counterparty, line.own_network,
    line.session_id, line.cdr_id, line.session_object, line.cdr_object, line.matched_by,
    line.currency, line.ours, line.theirs, line.difference, line.agreed, line.agreed_before_tax,
    line.disputed, line.location_id, line.evse_id, line.start_at, line.end_at, line.energy,
    line.reason, line.own_party, line.service_month, line.evidence,
    line.shard, line.ordinal, line.severity, coalesce(cdr.sha256, session.sha256) AS document,
    cdr.claimed_before_tax, cdr.claimed_after_tax
FROM reconciliation.line AS line
LEFT JOIN intake.cdr AS cdr ON cdr.object = line.cdr_object
LEFT JOIN intake.session AS session ON session.object = line.session_object
WHERE line.run_id = $1
  AND ($2::text IS NULL OR line.counterparty = $2)
  AND ($3::text IS NULL OR line.disposition = $3)
  AND ($4::text IS NULL OR upper(line.cdr_id) = upper($4) OR upper(line.session_id) = upper($4))
  AND ($5::text IS NULL OR line.hub = $5)
  AND (NOT $6 OR line.disputed <> 0 AND NOT line.own_network)
ORDER BY line.shard, line.ordinal
