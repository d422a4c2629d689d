-- What hubs send us by themselves. A push is acknowledged once its row is committed; the next ingest
-- takes it in like a pulled page.

-- Token A of ours, given to a hub outside of OCPI: it opens the registration. An event of the hub after
-- it ends it.
CREATE TABLE hub.invitation (
    hub         text        NOT NULL COLLATE "C",
    ordinal     int         NOT NULL CHECK (ordinal > 0),
    at          timestamptz NOT NULL,
    -- sealed, as in hub.event
    token       bytea       NOT NULL CHECK (length(token) > 28),
    -- last event of the hub then, 0 when there was none
    after_event int         NOT NULL CHECK (after_event >= 0),
    PRIMARY KEY (hub, ordinal)
);

-- Whom the hub says it is, as ROLE CC-PID; 2.1.1 has no role, then it is the party alone.
ALTER TABLE hub.event ADD COLUMN parties text[] NOT NULL DEFAULT '{}';

-- Numbered without gaps in the order of commit, so that "until number n" misses nothing.
CREATE TABLE hub.push (
    push           bigint      PRIMARY KEY,
    hub            text        NOT NULL COLLATE "C",
    module         text        NOT NULL
                   CHECK (module IN ('cdrs', 'tariffs', 'sessions', 'locations', 'tokens')),
    method         text        NOT NULL CHECK (method IN ('POST', 'PUT', 'PATCH', 'DELETE')),
    -- of OCPI
    version        text        NOT NULL,
    -- below /ocpi
    path           text        NOT NULL,
    request_id     text,
    correlation_id text,
    received_at    timestamptz NOT NULL,
    -- whose object, under which id (folded); type of a token, else ''
    party          text        NOT NULL COLLATE "C",
    object_id      text        NOT NULL COLLATE "C",
    token_type     text        NOT NULL COLLATE "C",
    last_updated   timestamptz,
    -- the body as it came
    sent           bytea       NOT NULL,
    -- the object that it makes with what was there before; NULL where that is the body, or nothing
    merged         bytea,
    -- of the object, else of the body
    sha256         bytea       NOT NULL CHECK (length(sha256) = 32),
    -- why it was refused: the reject's code; NULL when it was acknowledged
    refused        text,
    CHECK (method <> 'DELETE' OR merged IS NULL)
);
CREATE INDEX push_object ON hub.push (hub, module, party, object_id, token_type, push);
-- from a stored object back to the request that brought it
CREATE INDEX push_bytes ON hub.push (sha256);

-- Until which push a hub's were taken in when the run was closed.
CREATE TABLE intake.inbox_mark (
    run_id bigint NOT NULL REFERENCES runs.run,
    hub    text   NOT NULL COLLATE "C",
    push   bigint NOT NULL REFERENCES hub.push,
    PRIMARY KEY (run_id, hub)
);

CREATE VIEW intake.standing_inbox_mark AS
SELECT run.book, mark.hub, max(mark.push) AS push
FROM intake.inbox_mark AS mark
JOIN runs.run AS run ON run.run_id = mark.run_id
WHERE run.job = 'ingest' AND run.status = 'closed'
GROUP BY run.book, mark.hub;

-- Who else is connected to a hub (hubclientinfo), as it last said; grows only.
CREATE TABLE hub.client (
    hub          text        NOT NULL COLLATE "C",
    ordinal      int         NOT NULL CHECK (ordinal > 0),
    party        text        NOT NULL COLLATE "C",
    role         text        NOT NULL COLLATE "C",
    status       text        NOT NULL,
    last_updated timestamptz NOT NULL,
    at           timestamptz NOT NULL,
    PRIMARY KEY (hub, ordinal)
);

GRANT SELECT, INSERT ON hub.invitation, hub.push, hub.client TO clearing_ingest;
GRANT SELECT, INSERT ON intake.inbox_mark TO clearing_ingest;
GRANT SELECT ON intake.standing_inbox_mark TO clearing_ingest;
GRANT SELECT ON intake.inbox_mark TO
    clearing_rate, clearing_reconcile, clearing_settle, clearing_close;
