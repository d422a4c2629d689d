-- Grain: one hub that charges for the month. $1 = first day of the month.
SELECT
    fee.hub AS hub,
    fee.supplier AS supplier,
    fee.entity AS entity,
    fee.currency AS currency,
    fee.cdrs::bigint AS cdrs,
    fee.energy AS energy_kwh,
    fee.net AS net,
    fee.for_cdrs AS for_cdrs,
    fee.for_energy AS for_energy,
    fee.for_net AS for_net,
    fee.monthly AS monthly,
    fee.adjustment AS adjustment,
    fee.fee AS fee,
    fee.tax_percent::text AS tax_percent,
    fee.tax AS tax,
    fee.total AS total
FROM published.hub_fee AS fee
WHERE fee.month = $1
ORDER BY fee.hub COLLATE "C";
