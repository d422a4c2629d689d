-- Grain: one partner and direction with a CDR in the month. $1 = first day of the month.
SELECT
    latency.counterparty AS counterparty,
    CASE latency.side WHEN 'cpo' THEN 'receivable' ELSE 'payable' END AS direction,
    latency.cdrs AS cdrs,
    latency.under_1h AS under_1h,
    latency.under_24h AS under_24h,
    latency.under_48h AS under_48h,
    latency.before_cut_off AS before_cut_off,
    latency.in_grace AS in_grace,
    latency.after_grace AS after_grace,
    latency.unknown AS unknown,
    round(latency.under_1h::numeric / latency.cdrs, 4) AS under_1h_share,
    round(latency.under_24h::numeric / latency.cdrs, 4) AS under_24h_share,
    round(latency.under_48h::numeric / latency.cdrs, 4) AS under_48h_share,
    round(latency.before_cut_off::numeric / latency.cdrs, 4) AS before_cut_off_share,
    round(latency.in_grace::numeric / latency.cdrs, 4) AS in_grace_share,
    round(latency.after_grace::numeric / latency.cdrs, 4) AS after_grace_share,
    round(latency.median_ms / 3600000.0, 2) AS median_hours,
    round(latency.p95_ms / 3600000.0, 2) AS p95_hours
FROM published.latency AS latency
WHERE latency.month = $1 AND NOT latency.own_network AND latency.counterparty IS NOT NULL
ORDER BY latency.counterparty COLLATE "C", latency.side COLLATE "C" DESC;
