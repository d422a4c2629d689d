-- Grain: one tariff as received, where the reach covers it: one row or none.
-- Parameters: $1 the tariff as received.
-- Locking: none.
SELECT own.hub, own.party, own.tariff_id
FROM guard.tariff AS own
WHERE own.object = $1
