-- Grain: one row a staged token that came under a known natural key with bytes never seen under
-- it: the next version. Bytes seen before are a replay and bring nothing.
-- Parameters: $1 first object number of the shard.
-- Locking: row locks on the new versions; one writer at a time.
WITH remaining AS (
    SELECT staged.book, staged.hub, staged.party, staged.token_uid, staged.token_type,
        staged.sha256, staged.object
    FROM pg_temp.staged_token AS staged
    WHERE NOT EXISTS (
        SELECT FROM intake.token AS stored
        WHERE stored.object >= $1 AND stored.object = staged.object)
), fresh AS (
    SELECT DISTINCT ON (book, hub, party, token_uid, token_type, sha256)
        book, hub, party, token_uid, token_type, object
    FROM remaining
    WHERE NOT EXISTS (
        SELECT FROM intake.token AS known
        WHERE known.book = remaining.book
          AND known.hub = remaining.hub
          AND known.party = remaining.party
          AND known.token_uid = remaining.token_uid
          AND known.token_type = remaining.token_type
          AND known.sha256 = remaining.sha256)
    ORDER BY book, hub, party, token_uid, token_type, sha256, object
), versioned AS (
    SELECT fresh.object,
        (SELECT max(known.version) FROM intake.token AS known
         WHERE known.book = fresh.book
           AND known.hub = fresh.hub
           AND known.party = fresh.party
           AND known.token_uid = fresh.token_uid
           AND known.token_type = fresh.token_type)
        + row_number() OVER (
            PARTITION BY book, hub, party, token_uid, token_type ORDER BY object) AS version
    FROM fresh
)
INSERT INTO intake.token (
    object, book, at, length, sha256, hub, ocpi, party, token_uid, token_type, version, contract_id,
    valid, last_updated
)
SELECT
    staged.object, staged.book, staged.at, staged.length, staged.sha256, staged.hub, staged.ocpi,
    staged.party, staged.token_uid, staged.token_type, versioned.version, staged.contract_id,
    staged.valid, staged.last_updated
FROM versioned
JOIN pg_temp.staged_token AS staged ON staged.object = versioned.object
ORDER BY versioned.object
