-- Grain: one row a staged tariff whose natural key was never seen; of several with one key the
-- first received. The others stay for insert_version_tariff.
-- Locking: row locks on the new keys; one writer at a time.
INSERT INTO intake.tariff (
    object, book, at, length, sha256, hub, ocpi, party, tariff_id, version, currency, valid_from,
    valid_until, last_updated
)
SELECT
    object, book, at, length, sha256, hub, ocpi, party, tariff_id, version, currency, valid_from,
    valid_until, last_updated
FROM pg_temp.staged_tariff
ORDER BY object
ON CONFLICT (book, hub, party, tariff_id, version) DO NOTHING
