-- Grain: one row when the key is now the caller's: it was new, what it had is over, or the caller took it
-- already and never heard so; else none.
-- Parameters: $1 client, $2 key, $3 claim, $4 SHA-256 of what is asked, $5 now, $6 until when it is at work.
-- Locking: the row of the client and key, for this statement.
INSERT INTO access.replay AS own (client, key, claim, request, until)
VALUES ($1, $2, $3, $4, $6)
ON CONFLICT (client, key) DO UPDATE SET
    claim = EXCLUDED.claim, request = EXCLUDED.request, answer = NULL, until = EXCLUDED.until
WHERE own.until <= $5 OR own.claim = EXCLUDED.claim
RETURNING own.claim
