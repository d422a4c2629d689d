-- Grain: one session or CDR of the counterparty that did not come out equal, also where the
-- difference is tolerated. $1 = first day of the month, $2 = counterparty.
SELECT
    CASE line.side WHEN 'cpo' THEN 'receivable' ELSE 'payable' END AS direction,
    line.disposition AS disposition,
    line.hub AS hub,
    line.session_id AS session_id,
    line.cdr_id AS cdr_id,
    line.end_at AS ended,
    line.currency AS currency,
    line.ours AS ours,
    line.theirs AS theirs,
    line.difference AS difference,
    line.agreed AS agreed,
    line.disputed AS disputed,
    line.reason AS reason
FROM published.line AS line
WHERE line.month = $1 AND line.counterparty = $2 AND NOT line.own_network
    AND line.disposition <> 'MATCHED'
ORDER BY
    line.side COLLATE "C", line.disposition COLLATE "C", line.end_at, line.cdr_id COLLATE "C",
    line.session_id COLLATE "C", line.hub COLLATE "C", line.currency COLLATE "C", line.ours,
    line.theirs, line.difference, line.agreed, line.disputed, line.reason COLLATE "C";
