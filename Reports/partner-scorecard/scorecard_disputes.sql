-- Grain: one partner, direction and currency with a dispute about the month's lines, as disputes
-- stand when the report is written. $1 = first day of the month.
SELECT
    dispute.counterparty AS counterparty,
    CASE dispute.side WHEN 'cpo' THEN 'receivable' ELSE 'payable' END AS direction,
    dispute.currency AS currency,
    count(*) AS disputes,
    count(*) FILTER (WHERE dispute.outcome = 'won') AS won_count,
    count(*) FILTER (WHERE dispute.outcome = 'lost') AS lost_count,
    count(*) FILTER (WHERE dispute.outcome = 'split') AS split_count,
    count(*) FILTER (WHERE dispute.outcome = 'withdrawn') AS withdrawn_count,
    count(*) FILTER (WHERE dispute.outcome = 'open') AS open_count,
    sum(dispute.disputed) AS disputed,
    sum(dispute.won) AS won,
    sum(dispute.lost) AS lost,
    sum(dispute.withdrawn) AS withdrawn,
    sum(dispute.still_open) AS still_open,
    CASE WHEN sum(dispute.won + dispute.lost) > 0 THEN
        round(sum(dispute.won) / sum(dispute.won + dispute.lost), 4)
    END AS won_share,
    max(dispute.changed_at) AS changed
FROM published.dispute_outcome AS dispute
WHERE dispute.month = $1
GROUP BY dispute.counterparty, dispute.side, dispute.currency
ORDER BY dispute.counterparty COLLATE "C", dispute.side COLLATE "C" DESC,
    dispute.currency COLLATE "C";
