-- Grain: one row a line of a reconciliation: a session, a CDR, or one of each that belong together.
-- Parameters: $1 run, $2 counterparty, $3 location or NULL, $4 and $5 shard and ordinal of the
-- last row seen or NULL, $6 how many (NULL: all).
-- Locking: none.
SELECT coalesce(line.session_object, line.cdr_object)::text AS id, line.cdr_object::text AS cdr,
    line.cdr_id,
    line.session_id, line.side, line.hub, line.counterparty, line.own_party, line.own_network,
    line.disposition, line.severity, line.currency, line.ours, line.theirs, line.difference,
    line.agreed, line.agreed_before_tax, line.disputed, line.energy, line.location_id,
    line.evse_id, line.start_at, line.end_at, line.service_month, line.matched_by, line.reason,
    cdr.token_uid, cdr.contract_id,
    line.shard, line.ordinal
FROM (
    -- the page first, then what belongs to its rows
    SELECT own.session_id, own.cdr_id, own.side, own.hub, own.counterparty, own.own_party,
        own.own_network, own.disposition, own.severity, own.currency, own.ours, own.theirs,
        own.difference, own.agreed, own.agreed_before_tax, own.disputed, own.energy,
        own.location_id, own.evse_id, own.start_at, own.end_at, own.service_month, own.matched_by,
        own.reason, own.session_object, own.cdr_object, own.shard, own.ordinal
    FROM guard.line AS own
    WHERE own.run_id = $1
        AND ($2 IS NULL OR own.counterparty = $2)
        AND ($3 IS NULL OR own.side = 'cpo' AND own.location_id = $3)
        AND ($4 IS NULL OR (own.shard, own.ordinal) > /*after*/ ($4, $5))
    ORDER BY own.shard ASC, own.ordinal ASC
    LIMIT $6
) AS line
LEFT JOIN guard.cdr AS cdr ON cdr.object = line.cdr_object
ORDER BY line.shard ASC, line.ordinal ASC
