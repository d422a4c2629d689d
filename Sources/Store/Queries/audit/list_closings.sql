-- Grain: one row a closed version of a month in which the CDR (or the session) has a line, oldest
-- first.
-- Parameters: $1 id of the CDR, or NULL, $2 id of the session, or NULL, $3 counterparty, $4 side.
-- Locking: none.
SELECT line.month, line.version, line.ordinal, line.leaf, line.disposition, line.agreed,
    line.disputed, made.hash, made.position,
    standing.month IS NOT NULL AS is_standing
FROM closing.line AS line
JOIN closing.close AS made ON made.month = line.month AND made.version = line.version
LEFT JOIN closing.standing AS standing
    ON standing.month = line.month AND standing.version = line.version
WHERE line.cdr_id IS NOT DISTINCT FROM $1 AND line.session_id IS NOT DISTINCT FROM $2
  AND line.counterparty = $3 AND line.side = $4
ORDER BY made.position, line.ordinal
