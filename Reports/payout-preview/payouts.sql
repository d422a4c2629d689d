-- Grain: one vendor and currency. $1 = first day of the month. A preview: nothing is paid.
SELECT
    payout.vendor AS vendor,
    payout.vendor_name AS vendor_name,
    payout.currency AS currency,
    payout.sessions::bigint AS sessions,
    payout.energy AS energy_kwh,
    payout.gross AS gross,
    payout.magma_share AS magma_share,
    payout.vendor_share AS vendor_share,
    payout.fee_for_sessions AS fee_sessions,
    payout.fee_for_energy AS fee_energy,
    payout.fee_monthly AS fee_monthly,
    payout.fees AS fees,
    payout.net AS net
FROM published.payout AS payout
WHERE payout.month = $1
ORDER BY payout.vendor COLLATE "C", payout.currency COLLATE "C";
