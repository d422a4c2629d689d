-- Grain: one session or CDR of the counterparty on the payable side, matched or not.
-- $1 = first day of the month, $2 = counterparty.
SELECT
    line.hub AS hub,
    line.disposition AS disposition,
    line.session_id AS session_id,
    line.cdr_id AS cdr_id,
    line.evse_id AS evse_id,
    line.start_at AS started,
    line.end_at AS ended,
    line.energy AS energy_kwh,
    line.currency AS currency,
    line.ours AS ours,
    line.theirs AS theirs,
    line.agreed_before_tax AS agreed_before_tax,
    line.agreed - line.agreed_before_tax AS tax,
    line.agreed AS agreed,
    line.disputed AS disputed,
    to_char(line.service_month, 'YYYY-MM') AS service_month,
    line.own_party AS own_party
FROM published.line AS line
WHERE line.month = $1 AND line.counterparty = $2 AND NOT line.own_network
    AND line.side = 'emsp'
ORDER BY
    line.end_at, line.cdr_id COLLATE "C", line.session_id COLLATE "C",
    line.hub COLLATE "C", line.disposition COLLATE "C", line.currency COLLATE "C", line.start_at,
    line.evse_id COLLATE "C", line.energy, line.ours, line.theirs, line.agreed,
    line.agreed_before_tax, line.disputed, line.service_month, line.own_party COLLATE "C";
