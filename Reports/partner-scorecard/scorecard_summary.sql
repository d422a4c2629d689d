-- Grain: one partner, direction and currency with any line in the month. Latency is the partner's in
-- that direction, whatever the currency; the clock is that of the hub with most pairs. What is at stake
-- goes by size: a credit that is not agreed is as much in question as a charge.
-- $1 = first day of the month.
SELECT
    totals.counterparty AS counterparty,
    CASE totals.side WHEN 'cpo' THEN 'receivable' ELSE 'payable' END AS direction,
    totals.currency AS currency,
    totals.cdrs AS cdrs,
    round(totals.as_claimed::numeric / totals.lines, 4) AS as_claimed_share,
    round(totals.noted::numeric / totals.lines, 4) AS noted_share,
    round(totals.held::numeric / totals.lines, 4) AS held_share,
    totals.claimed AS claimed,
    totals.agreed AS agreed,
    totals.disputed AS disputed,
    totals.missing AS missing,
    totals.in_question + totals.missing AS at_stake,
    round((totals.in_question + totals.missing) / nullif(totals.size + totals.missing, 0), 4)
        AS at_stake_share,
    tolerated.sum AS tolerated,
    outcome.won AS disputes_won,
    outcome.lost AS disputes_lost,
    outcome.still_open AS disputes_open,
    round(latency.median_ms / 3600000.0, 2) AS median_hours,
    round((latency.in_grace + latency.after_grace)::numeric / latency.cdrs, 4) AS late_share,
    CASE WHEN 2 * rounding.explained >= rounding.can_tell THEN rounding.style END AS rounding,
    round(clock.offset_ms / 1000.0, 1) AS clock_seconds
FROM (
    SELECT line.counterparty, line.side, line.currency, count(*) AS lines,
        count(line.cdr_object) AS cdrs,
        count(*) FILTER (WHERE line.severity = 'NONE') AS as_claimed,
        count(*) FILTER (WHERE line.severity = 'WARNING') AS noted,
        count(*) FILTER (WHERE line.severity IN ('SEVERE', 'FATAL')) AS held,
        sum(line.agreed + line.disputed) AS claimed, sum(line.agreed) AS agreed,
        sum(line.disputed) AS disputed, sum(abs(line.disputed)) AS in_question,
        sum(abs(line.agreed + line.disputed)) AS size,
        coalesce(sum(line.ours) FILTER (
            WHERE line.disposition = 'MISSING_CDR' AND line.cdr_object IS NULL), 0) AS missing
    FROM published.line AS line
    WHERE line.month = $1 AND NOT line.own_network AND line.counterparty IS NOT NULL
    GROUP BY line.counterparty, line.side, line.currency
) AS totals
LEFT JOIN published.tolerated_sum AS tolerated
    ON tolerated.month = $1 AND NOT tolerated.own_network AND tolerated.side = totals.side
    AND tolerated.counterparty = totals.counterparty AND tolerated.currency = totals.currency
LEFT JOIN (
    SELECT dispute.counterparty, dispute.side, dispute.currency, sum(dispute.won) AS won,
        sum(dispute.lost) AS lost, sum(dispute.still_open) AS still_open
    FROM published.dispute_outcome AS dispute
    WHERE dispute.month = $1
    GROUP BY dispute.counterparty, dispute.side, dispute.currency
) AS outcome
    ON outcome.counterparty = totals.counterparty AND outcome.side = totals.side
    AND outcome.currency = totals.currency
LEFT JOIN published.latency AS latency
    ON latency.month = $1 AND NOT latency.own_network AND latency.side = totals.side
    AND latency.counterparty = totals.counterparty
LEFT JOIN published.rounding AS rounding
    ON rounding.month = $1 AND totals.side = 'emsp'
    AND rounding.counterparty = totals.counterparty AND rounding.currency = totals.currency
LEFT JOIN (
    SELECT DISTINCT ON (known.counterparty, known.side) known.counterparty, known.side,
        known.offset_ms
    FROM published.clock AS known
    WHERE known.month = $1 AND NOT known.own_network
    ORDER BY known.counterparty, known.side, known.pairs DESC, known.hub COLLATE "C"
) AS clock
    ON clock.counterparty = totals.counterparty AND clock.side = totals.side
ORDER BY totals.counterparty COLLATE "C", totals.side COLLATE "C" DESC,
    totals.currency COLLATE "C" NULLS LAST;
