-- Grain: one row a line of the run, in the order of its canonical fields, so that no number of a
-- run, page or object decides it. The fields name what was received by its SHA-256; a refused CDR
-- has its code, since its reason names the file it stood in.
-- Parameters: $1 reconcile run.
-- Locking: none.
SELECT cells, shard, line, disposition, side, counterparty, hub, party, cdr_id, session_id,
    service_month, currency, agreed, disputed
FROM (
    SELECT
        ARRAY[
            line.side, line.counterparty, line.own_party, line.own_network::text, line.hub,
            coalesce(cdr.party, rejected.party), line.cdr_id,
            encode(coalesce(cdr.sha256, rejected.sha256), 'hex'), session.party, line.session_id,
            encode(session.sha256, 'hex'), to_char(line.service_month, 'YYYY-MM'),
            line.disposition, line.severity, line.matched_by, line.evidence, line.currency,
            line.ours::text, line.theirs::text, line.difference::text, line.agreed::text,
            line.agreed_before_tax::text, line.disputed::text, causes.texts, line.location_id,
            line.evse_id, line.start_at::text, line.end_at::text, line.energy::text,
            CASE WHEN line.disposition = 'REJECTED'
                THEN rejected.code || ' ' || rejected.pointer ELSE line.reason END
        ] AS cells,
        line.shard, line.ordinal AS line, line.disposition, line.side, line.counterparty, line.hub,
        coalesce(cdr.party, rejected.party) AS party,
        coalesce(cdr.cdr_id, line.cdr_id) AS cdr_id, line.session_id,
        line.service_month, line.currency, line.agreed, line.disputed
    FROM reconciliation.line AS line
    LEFT JOIN intake.cdr AS cdr ON cdr.object = line.cdr_object
    LEFT JOIN intake.session AS session ON session.object = line.session_object
    LEFT JOIN LATERAL (
        SELECT reject.sha256, reject.code, reject.pointer, reject.party
        FROM intake.reject AS reject
        WHERE line.disposition = 'REJECTED' AND reject.object = line.cdr_object
        ORDER BY reject.run_id, reject.shard, reject.ordinal
        LIMIT 1
    ) AS rejected ON true
    LEFT JOIN LATERAL (
        SELECT string_agg(
            cause.cause || ' ' || cause.amount::text, ', ' ORDER BY cause.place) AS texts
        FROM reconciliation.line_cause AS cause
        WHERE cause.run_id = line.run_id AND cause.shard = line.shard
          AND cause.ordinal = line.ordinal
    ) AS causes ON true
    WHERE line.run_id = $1
) AS written
ORDER BY cells COLLATE "C"
