-- What of ours goes to hubs by itself, and what they answered. It decides no amount: it is evidence of
-- what a partner was told, and the mark from which the next push goes on.

-- Grain: one row an object of our own, its newest version. Whom it concerns is known of CDRs and sessions
-- alone. is_in_211: 2.1.1 has a word for it; it has none for credit CDRs and reservations.
CREATE VIEW intake.own_object AS
SELECT 'cdrs'::text AS module, book, party, object, at, length, last_updated, ocpi, cdr_id AS id,
    ''::text COLLATE "C" AS token_type, counterparty, NOT credit AS is_in_211
FROM intake.cdr
WHERE hub = 'own' AND side = 'cpo' AND NOT own_network
  AND NOT EXISTS (
    SELECT FROM intake.cdr AS newer
    WHERE newer.book = cdr.book AND newer.hub = cdr.hub AND newer.party = cdr.party
      AND newer.cdr_id = cdr.cdr_id AND newer.version > cdr.version)
UNION ALL
SELECT 'sessions', book, party, object, at, length, last_updated, ocpi, session_id, '', counterparty,
    status <> 'RESERVATION'
FROM intake.session
WHERE hub = 'own' AND side = 'cpo' AND NOT own_network
  AND NOT EXISTS (
    SELECT FROM intake.session AS newer
    WHERE newer.book = session.book AND newer.hub = session.hub
      AND newer.party = session.party AND newer.session_id = session.session_id
      AND newer.version > session.version)
UNION ALL
SELECT 'tariffs', book, party, object, at, length, coalesce(last_updated, 'epoch'), ocpi, tariff_id,
    '', NULL, true
FROM intake.tariff
WHERE hub = 'own'
  AND NOT EXISTS (
    SELECT FROM intake.tariff AS newer
    WHERE newer.book = tariff.book AND newer.hub = tariff.hub AND newer.party = tariff.party
      AND newer.tariff_id = tariff.tariff_id AND newer.version > tariff.version)
UNION ALL
SELECT 'locations', book, party, object, at, length, last_updated, ocpi, location_id, '', NULL,
    true
FROM intake.location
WHERE hub = 'own'
  AND NOT EXISTS (
    SELECT FROM intake.location AS newer
    WHERE newer.book = location.book AND newer.hub = location.hub
      AND newer.party = location.party AND newer.location_id = location.location_id
      AND newer.version > location.version)
UNION ALL
SELECT 'tokens', book, party, object, at, length, last_updated, ocpi, token_uid, token_type, NULL,
    true
FROM intake.token
WHERE hub = 'own'
  AND NOT EXISTS (
    SELECT FROM intake.token AS newer
    WHERE newer.book = token.book AND newer.hub = token.hub AND newer.party = token.party
      AND newer.token_uid = token.token_uid AND newer.token_type = token.token_type
      AND newer.version > token.version);

-- One row an object that a hub answered for; grows only. What is due is what has no such row since the
-- hub's registration, so that a push that is killed goes on where it stopped.
CREATE TABLE hub.delivery (
    hub            text        NOT NULL COLLATE "C",
    ordinal        bigint      NOT NULL CHECK (ordinal > 0),
    -- hub.event by which we were registered: a hub that registers anew has nothing of ours
    registration   int         NOT NULL CHECK (registration >= 0),
    module         text        NOT NULL
                   CHECK (module IN ('cdrs', 'tariffs', 'sessions', 'locations', 'tokens',
                       'invoicereconciliation')),
    -- object of intake, or record of invoice.record
    source         bigint      NOT NULL,
    -- as in hub.push
    party          text        NOT NULL COLLATE "C",
    object_id      text        NOT NULL COLLATE "C",
    token_type     text        NOT NULL COLLATE "C",
    method         text        NOT NULL CHECK (method IN ('POST', 'PUT', 'DELETE')),
    -- of OCPI
    version        text        NOT NULL,
    url            text        NOT NULL,
    request_id     text        NOT NULL,
    correlation_id text        NOT NULL,
    at             timestamptz NOT NULL,
    http_status    int         NOT NULL,
    -- of OCPI; NULL when the answer had none
    status_code    int,
    -- where the hub keeps it, if it said so
    location       text,
    -- of what was sent
    sha256         bytea       NOT NULL CHECK (length(sha256) = 32),
    -- why, in the hub's words; NULL when it was taken
    refused        text,
    PRIMARY KEY (hub, ordinal)
);
CREATE INDEX delivery_source ON hub.delivery (hub, registration, module, source);
CREATE INDEX delivery_object ON hub.delivery
    (hub, registration, module, party, object_id, token_type);

GRANT SELECT ON intake.own_object TO clearing_ingest;
GRANT SELECT, INSERT ON hub.delivery TO clearing_ingest;
