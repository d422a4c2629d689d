-- Grain: one row a staged location that came under a known natural key with bytes never seen under
-- it: the next version. Bytes seen before are a replay and bring nothing.
-- Parameters: $1 first object number of the shard.
-- Locking: row locks on the new versions; one writer at a time.
WITH remaining AS (
    SELECT staged.book, staged.hub, staged.party, staged.location_id,
        staged.sha256, staged.object
    FROM pg_temp.staged_location AS staged
    WHERE NOT EXISTS (
        SELECT FROM intake.location AS stored
        WHERE stored.object >= $1 AND stored.object = staged.object)
), fresh AS (
    SELECT DISTINCT ON (book, hub, party, location_id, sha256)
        book, hub, party, location_id, object
    FROM remaining
    WHERE NOT EXISTS (
        SELECT FROM intake.location AS known
        WHERE known.book = remaining.book
          AND known.hub = remaining.hub
          AND known.party = remaining.party
          AND known.location_id = remaining.location_id
          AND known.sha256 = remaining.sha256)
    ORDER BY book, hub, party, location_id, sha256, object
), versioned AS (
    SELECT fresh.object,
        (SELECT max(known.version) FROM intake.location AS known
         WHERE known.book = fresh.book
           AND known.hub = fresh.hub
           AND known.party = fresh.party
           AND known.location_id = fresh.location_id)
        + row_number() OVER (PARTITION BY book, hub, party, location_id ORDER BY object) AS version
    FROM fresh
)
INSERT INTO intake.location (
    object, book, at, length, sha256, hub, ocpi, party, location_id, version, name, city, state,
    country, time_zone, last_updated
)
SELECT
    staged.object, staged.book, staged.at, staged.length, staged.sha256, staged.hub, staged.ocpi,
    staged.party, staged.location_id, versioned.version, staged.name, staged.city, staged.state,
    staged.country, staged.time_zone, staged.last_updated
FROM versioned
JOIN pg_temp.staged_location AS staged ON staged.object = versioned.object
ORDER BY versioned.object
