-- Grain: one row a key that signs access tokens, newest first.
-- Locking: none.
SELECT signing.key, signing.sealed, signing.added_at
FROM access.signing_key AS signing
ORDER BY signing.added_at DESC, signing.key
