-- Grain: one session or CDR whose disposition is not matched, own network included.
-- $1 = first day of the month.
SELECT
    line.disposition AS disposition,
    lower(line.severity) AS severity,
    CASE
        WHEN line.own_network THEN 'own network'
        WHEN line.side = 'cpo' THEN 'receivable'
        ELSE 'payable'
    END AS direction,
    line.counterparty AS counterparty,
    line.hub AS hub,
    line.session_id AS session_id,
    line.cdr_id AS cdr_id,
    line.evse_id AS evse_id,
    line.start_at AS started,
    line.end_at AS ended,
    line.energy AS energy_kwh,
    line.currency AS currency,
    line.ours AS ours,
    line.theirs AS theirs,
    line.difference AS difference,
    (
        SELECT string_agg(lower(part.cause) || ' ' || part.amount, ', ' ORDER BY part.place)
        FROM published.line_cause AS part
        WHERE part.month = line.month AND part.run_id = line.run_id AND part.shard = line.shard
          AND part.ordinal = line.ordinal
    ) AS causes,
    line.agreed AS agreed,
    line.disputed AS disputed,
    to_char(line.service_month, 'YYYY-MM') AS service_month,
    line.reason AS reason
FROM published.line AS line
WHERE line.month = $1 AND NOT line.is_matched
ORDER BY
    line.disposition COLLATE "C", line.counterparty COLLATE "C", line.side COLLATE "C",
    line.own_network, line.end_at, line.cdr_id COLLATE "C", line.session_id COLLATE "C",
    line.hub COLLATE "C", line.currency COLLATE "C", line.start_at, line.evse_id COLLATE "C",
    line.energy, line.ours, line.theirs, line.difference, line.agreed, line.disputed,
    line.reason COLLATE "C";
