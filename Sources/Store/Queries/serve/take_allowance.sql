-- Grain: one row: how many requests of the minute the caller now has, 0 when they are used up. The less
-- is left, the less one instance takes for itself.
-- Parameters: $1 client, $2 minute since 1970, $3 how many are wanted, $4 how many a minute has.
-- Locking: the row of the client and minute, for this statement.
INSERT INTO access.allowance AS own (client, minute, taken, given)
VALUES ($1, $2, least($3, $4), least($3, $4))
ON CONFLICT (client, minute) DO UPDATE SET
    taken = own.taken
        + least($3, greatest(0, $4 - own.taken), greatest(1, ($4 - own.taken) / 4)),
    given = least($3, greatest(0, $4 - own.taken), greatest(1, ($4 - own.taken) / 4))
RETURNING own.given
