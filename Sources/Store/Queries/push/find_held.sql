-- Grain: none or one row, the newest version of an object that a hub gave us, with its page.
-- Parameters: $1 book, $2 hub, $3 module, $4 party, $5 object id, $6 token type. Objects of 2.1.1
-- that name no party stand under ''.
-- Locking: none.
SELECT held.at, held.length, held.last_updated, page.raw_bytes, page.body
FROM (
    SELECT object, at, length, last_updated, version
    FROM intake.cdr
    WHERE $3 = 'cdrs' AND book = $1 AND hub = $2 AND party IN ($4, '') AND cdr_id = $5
    UNION ALL
    SELECT object, at, length, last_updated, version
    FROM intake.session
    WHERE $3 = 'sessions' AND book = $1 AND hub = $2 AND party IN ($4, '') AND session_id = $5
    UNION ALL
    SELECT object, at, length, last_updated, version
    FROM intake.tariff
    WHERE $3 = 'tariffs' AND book = $1 AND hub = $2 AND party IN ($4, '') AND tariff_id = $5
    UNION ALL
    SELECT object, at, length, last_updated, version
    FROM intake.location
    WHERE $3 = 'locations' AND book = $1 AND hub = $2 AND party IN ($4, '') AND location_id = $5
    UNION ALL
    SELECT object, at, length, last_updated, version
    FROM intake.token
    WHERE $3 = 'tokens' AND book = $1 AND hub = $2 AND party IN ($4, '') AND token_uid = $5
      AND token_type = $6
) AS held
JOIN intake.page AS page ON page.page_id = held.object >> 16
ORDER BY held.version DESC
LIMIT 1
