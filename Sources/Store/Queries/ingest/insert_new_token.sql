-- Grain: one row a staged token whose natural key was never seen; of several with one key the
-- first received. The others stay for insert_version_token.
-- Locking: row locks on the new keys; one writer at a time.
INSERT INTO intake.token (
    object, book, at, length, sha256, hub, ocpi, party, token_uid, token_type, version, contract_id,
    valid, last_updated
)
SELECT
    object, book, at, length, sha256, hub, ocpi, party, token_uid, token_type, version, contract_id,
    valid, last_updated
FROM pg_temp.staged_token
ORDER BY object
ON CONFLICT (book, hub, party, token_uid, token_type, version) DO NOTHING
