-- What is agreed with hubs over HTTP, and what was asked there. Who we are connected to decides no
-- amount; what came from there stands in intake like any file.
CREATE SCHEMA hub;

-- Grows only: the last event of a hub says how things stand. Tokens are sealed before they get here,
-- under a key that the database never sees.
CREATE TABLE hub.event (
    hub           text        NOT NULL COLLATE "C",
    ordinal       int         NOT NULL CHECK (ordinal > 0),
    event         text        NOT NULL CHECK (event IN ('REGISTERED', 'ROTATED', 'LEFT')),
    at            timestamptz NOT NULL,
    -- of OCPI
    version       text        NOT NULL,
    -- the hub's, for our requests to it
    token         bytea       CHECK (length(token) > 28),
    -- ours, for its requests to us
    token_for_hub bytea       CHECK (length(token_for_hub) > 28),
    -- the hub's endpoints, side by side; '' where 2.1.1 has no role
    modules       text[]      NOT NULL,
    roles         text[]      NOT NULL,
    urls          text[]      NOT NULL,
    PRIMARY KEY (hub, ordinal),
    CHECK ((event = 'LEFT') = (token IS NULL)),
    CHECK ((token IS NULL) = (token_for_hub IS NULL)),
    CHECK (cardinality(modules) = cardinality(roles) AND cardinality(roles) = cardinality(urls))
);

-- Of every page that a run pulled: who was asked for it, under which ids, and what came.
CREATE TABLE intake.receipt (
    run_id         bigint NOT NULL REFERENCES runs.run,
    -- as in intake.page
    source         text   NOT NULL COLLATE "C",
    hub            text   NOT NULL,
    module         text   NOT NULL
                   CHECK (module IN ('cdrs', 'tariffs', 'sessions', 'locations', 'tokens')),
    url            text   NOT NULL,
    request_id     text   NOT NULL,
    correlation_id text   NOT NULL,
    http_status    int    NOT NULL,
    -- of the answer as it came, after unpacking
    sha256         bytea  NOT NULL CHECK (length(sha256) = 32),
    bytes          bigint NOT NULL,
    PRIMARY KEY (run_id, source)
);

-- Until when, by the hub's own clock, a module was here when the run was closed.
CREATE TABLE intake.bookmark (
    run_id         bigint      NOT NULL REFERENCES runs.run,
    hub            text        NOT NULL COLLATE "C",
    module         text        NOT NULL,
    complete_until timestamptz NOT NULL,
    PRIMARY KEY (run_id, hub, module)
);

-- A bookmark counts once its run is closed, like the run's rejects: a run that was killed is pulled
-- again from where the last closed one stood.
CREATE VIEW intake.standing_bookmark AS
SELECT DISTINCT ON (run.book, bookmark.hub, bookmark.module)
    run.book, bookmark.hub, bookmark.module, bookmark.complete_until, bookmark.run_id
FROM intake.bookmark AS bookmark
JOIN runs.run AS run ON run.run_id = bookmark.run_id
WHERE run.job = 'ingest' AND run.status = 'closed'
ORDER BY run.book, bookmark.hub, bookmark.module, bookmark.run_id DESC;

GRANT USAGE ON SCHEMA hub TO clearing_ingest;
GRANT SELECT, INSERT ON hub.event TO clearing_ingest;
GRANT SELECT, INSERT ON intake.receipt, intake.bookmark TO clearing_ingest;
GRANT SELECT ON intake.standing_bookmark TO clearing_ingest;
GRANT SELECT ON intake.receipt, intake.bookmark TO
    clearing_rate, clearing_reconcile, clearing_settle, clearing_close;
