-- Grain: one row a secret of a client, with the client; a client has one at least.
-- Locking: none.
SELECT client.client, client.scopes, client.reach, client.reach_of, client.added_at,
    secret.ordinal, secret.salt, secret.cost, secret.hash, secret.added_at AS secret_added_at,
    (
        SELECT min(revocation.since) FROM access.revocation AS revocation
        WHERE revocation.client = secret.client AND revocation.ordinal = secret.ordinal
    ) AS revoked_since
FROM access.client AS client
JOIN access.secret AS secret ON secret.client = client.client
ORDER BY client.client, secret.ordinal
