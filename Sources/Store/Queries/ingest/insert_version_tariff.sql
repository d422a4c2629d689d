-- Grain: one row a staged tariff that came under a known natural key with bytes never seen under
-- it: the next version. Bytes seen before are a replay and bring nothing.
-- Parameters: $1 first object number of the shard.
-- Locking: row locks on the new versions; one writer at a time.
WITH remaining AS (
    SELECT staged.book, staged.hub, staged.party, staged.tariff_id,
        staged.sha256, staged.object
    FROM pg_temp.staged_tariff AS staged
    WHERE NOT EXISTS (
        SELECT FROM intake.tariff AS stored
        WHERE stored.object >= $1 AND stored.object = staged.object)
), fresh AS (
    SELECT DISTINCT ON (book, hub, party, tariff_id, sha256)
        book, hub, party, tariff_id, object
    FROM remaining
    WHERE NOT EXISTS (
        SELECT FROM intake.tariff AS known
        WHERE known.book = remaining.book
          AND known.hub = remaining.hub
          AND known.party = remaining.party
          AND known.tariff_id = remaining.tariff_id
          AND known.sha256 = remaining.sha256)
    ORDER BY book, hub, party, tariff_id, sha256, object
), versioned AS (
    SELECT fresh.object,
        (SELECT max(known.version) FROM intake.tariff AS known
         WHERE known.book = fresh.book
           AND known.hub = fresh.hub
           AND known.party = fresh.party
           AND known.tariff_id = fresh.tariff_id)
        + row_number() OVER (PARTITION BY book, hub, party, tariff_id ORDER BY object) AS version
    FROM fresh
)
INSERT INTO intake.tariff (
    object, book, at, length, sha256, hub, ocpi, party, tariff_id, version, currency, valid_from,
    valid_until, last_updated
)
SELECT
    staged.object, staged.book, staged.at, staged.length, staged.sha256, staged.hub, staged.ocpi,
    staged.party, staged.tariff_id, versioned.version, staged.currency, staged.valid_from,
    staged.valid_until, staged.last_updated
FROM versioned
JOIN pg_temp.staged_tariff AS staged ON staged.object = versioned.object
ORDER BY versioned.object
