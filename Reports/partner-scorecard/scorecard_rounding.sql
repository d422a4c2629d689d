-- Grain: one partner and currency whose CDRs we could price. A CDR can tell when its exact amount has
-- a third decimal and the claim is less than 0.01 from it. $1 = first day of the month.
SELECT
    rounding.counterparty AS counterparty,
    rounding.currency AS currency,
    CASE
        WHEN rounding.can_tell = 0 THEN 'nothing to tell by'
        WHEN rounding.style IS NULL THEN 'none fits'
        WHEN 2 * rounding.explained < rounding.can_tell THEN 'none fits; best is '
        ELSE ''
    END || CASE WHEN rounding.can_tell = 0 OR rounding.style IS NULL THEN ''
        ELSE rounding.style || ': ' || rounding.explained || ' of ' || rounding.can_tell
            || ' that can tell'
    END AS verdict,
    nullif(array_to_string(rounding.also, ', '), '') AS also,
    rounding.cdrs AS cdrs,
    rounding.off AS off,
    rounding.cdrs - rounding.off - rounding.can_tell AS cannot_tell,
    rounding.can_tell AS can_tell,
    rounding.explained AS explained,
    round(rounding.explained::numeric / nullif(rounding.can_tell, 0), 4) AS explained_share
FROM published.rounding AS rounding
WHERE rounding.month = $1
ORDER BY rounding.counterparty COLLATE "C", rounding.currency COLLATE "C";
