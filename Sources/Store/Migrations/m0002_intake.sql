-- What was received. The raw bytes stand once, in pages; the rows are narrow and point into them.
-- object = page_id * 65536 + ordinal of the object in its page; version counts contents that came
-- under one natural key, 1 for the first.
CREATE SCHEMA intake;

-- Whose objects are kept together: natural keys, versions and conflicts hold within one book. What
-- is delivered bit by bit has the standing book; a directory that is cleared as a whole has its
-- own, so that its result depends on nothing else that was ever received.
CREATE TABLE intake.book (
    book bigint PRIMARY KEY,
    name text   NOT NULL UNIQUE
);

CREATE TABLE intake.page (
    page_id   bigint PRIMARY KEY,
    run_id    bigint NOT NULL REFERENCES runs.run,
    hub       text   NOT NULL,
    module    text   NOT NULL
              CHECK (module IN ('cdrs', 'tariffs', 'sessions', 'locations', 'tokens')),
    source    text   NOT NULL,
    raw_bytes int    NOT NULL,
    objects   int    NOT NULL,
    -- zstd; EXTERNAL, since the server need not try to compress it again
    body      bytea  NOT NULL
);
ALTER TABLE intake.page ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE intake.cdr (
    object                  bigint      PRIMARY KEY,
    book                    bigint      NOT NULL,
    at                      int         NOT NULL,
    length                  int         NOT NULL,
    sha256                  bytea       NOT NULL,
    hub                     text        NOT NULL COLLATE "C",
    ocpi                    text        NOT NULL,
    -- CPO, '' when unreadable
    party                   text        NOT NULL COLLATE "C",
    cdr_id                  text        NOT NULL COLLATE "C",
    version                 int         NOT NULL,
    -- NULL: neither party is ours
    side                    text        CHECK (side IN ('cpo', 'emsp')),
    counterparty            text        COLLATE "C",
    own_network             bool        NOT NULL,
    session_id              text,
    authorization_reference text,
    credit                  bool        NOT NULL,
    credit_reference_id     text,
    token_uid               text        NOT NULL,
    contract_id             text,
    location_id             text        NOT NULL,
    evse_uid                text,
    evse_id                 text,
    start_at                timestamptz NOT NULL,
    end_at                  timestamptz NOT NULL,
    last_updated            timestamptz NOT NULL,
    energy                  numeric     NOT NULL,
    currency                text        NOT NULL,
    claimed_before_tax      numeric,
    claimed_after_tax       numeric,
    -- the id as received, where that is not cdr_id
    id_as_received          text,
    CHECK ((side IS NULL) = (counterparty IS NULL))
);
CREATE UNIQUE INDEX cdr_key ON intake.cdr (book, hub, party, cdr_id, version);
-- reconciliation reads one partner at a time
CREATE INDEX cdr_partner ON intake.cdr (book, counterparty, side);

CREATE TABLE intake.session (
    object                  bigint      PRIMARY KEY,
    book                    bigint      NOT NULL,
    at                      int         NOT NULL,
    length                  int         NOT NULL,
    sha256                  bytea       NOT NULL,
    hub                     text        NOT NULL COLLATE "C",
    ocpi                    text        NOT NULL,
    party                   text        NOT NULL COLLATE "C",
    session_id              text        NOT NULL COLLATE "C",
    version                 int         NOT NULL,
    side                    text        CHECK (side IN ('cpo', 'emsp')),
    counterparty            text        COLLATE "C",
    own_network             bool        NOT NULL,
    status                  text        NOT NULL,
    authorization_reference text,
    token_uid               text        NOT NULL,
    contract_id             text,
    location_id             text        NOT NULL,
    evse_uid                text,
    evse_id                 text,
    start_at                timestamptz NOT NULL,
    end_at                  timestamptz,
    last_updated            timestamptz NOT NULL,
    energy                  numeric     NOT NULL,
    currency                text,
    cost_before_tax         numeric,
    cost_after_tax          numeric,
    -- the id as received, where that is not session_id
    id_as_received          text,
    CHECK ((side IS NULL) = (counterparty IS NULL))
);
CREATE UNIQUE INDEX session_key ON intake.session (book, hub, party, session_id, version);
CREATE INDEX session_partner ON intake.session (book, counterparty, side);

CREATE TABLE intake.tariff (
    object       bigint      PRIMARY KEY,
    book         bigint      NOT NULL,
    at           int         NOT NULL,
    length       int         NOT NULL,
    sha256       bytea       NOT NULL,
    hub          text        NOT NULL COLLATE "C",
    ocpi         text        NOT NULL,
    party        text        NOT NULL COLLATE "C",
    tariff_id    text        NOT NULL COLLATE "C",
    version      int         NOT NULL,
    currency     text        NOT NULL,
    valid_from   timestamptz,
    valid_until  timestamptz,
    last_updated timestamptz
);
CREATE UNIQUE INDEX tariff_key ON intake.tariff (book, hub, party, tariff_id, version);

CREATE TABLE intake.location (
    object       bigint      PRIMARY KEY,
    book         bigint      NOT NULL,
    at           int         NOT NULL,
    length       int         NOT NULL,
    sha256       bytea       NOT NULL,
    hub          text        NOT NULL COLLATE "C",
    ocpi         text        NOT NULL,
    party        text        NOT NULL COLLATE "C",
    location_id  text        NOT NULL COLLATE "C",
    version      int         NOT NULL,
    name         text,
    city         text,
    state        text,
    country      text        NOT NULL,
    time_zone    text,
    last_updated timestamptz NOT NULL
);
CREATE UNIQUE INDEX location_key ON intake.location (book, hub, party, location_id, version);

CREATE TABLE intake.token (
    object       bigint      PRIMARY KEY,
    book         bigint      NOT NULL,
    at           int         NOT NULL,
    length       int         NOT NULL,
    sha256       bytea       NOT NULL,
    hub          text        NOT NULL COLLATE "C",
    ocpi         text        NOT NULL,
    party        text        NOT NULL COLLATE "C",
    token_uid    text        NOT NULL COLLATE "C",
    token_type   text        NOT NULL COLLATE "C",
    version      int         NOT NULL,
    contract_id  text,
    valid        bool        NOT NULL,
    last_updated timestamptz NOT NULL
);
CREATE UNIQUE INDEX token_key ON intake.token (book, hub, party, token_uid, token_type, version);

-- An object, or a whole file, that could not be taken in. A run's rejects are its own: the same
-- file taken in by a later run is refused there again, while its bytes stay where they are.
CREATE TABLE intake.reject (
    run_id      bigint NOT NULL REFERENCES runs.run,
    shard       int    NOT NULL,
    ordinal     int    NOT NULL,
    hub         text   NOT NULL,
    module      text   NOT NULL,
    source      text   NOT NULL,
    line        int    NOT NULL,
    file_offset bigint NOT NULL,
    code        text   NOT NULL,
    pointer     text   NOT NULL,
    text        text   NOT NULL,
    byte        int,
    -- as far as they could be read
    object_id   text,
    party       text,
    emsp        text,
    end_at      timestamptz,
    -- where its bytes are kept; NULL when they were no object at all
    object      bigint,
    at          int,
    length      int,
    sha256      bytea,
    PRIMARY KEY (run_id, shard, ordinal)
);
CREATE INDEX reject_bytes ON intake.reject (sha256) WHERE object IS NOT NULL;

-- The rejects of a book: those of all its finished runs, one that a later run met again once.
CREATE VIEW intake.standing_reject AS
SELECT DISTINCT ON (
        run.book, reject.hub, reject.module, reject.source, reject.file_offset, reject.code,
        reject.pointer, reject.sha256)
    run.book, reject.run_id, reject.shard, reject.ordinal, reject.hub, reject.module,
    reject.source, reject.line, reject.file_offset, reject.code, reject.pointer, reject.text,
    reject.byte, reject.object_id, reject.party, reject.emsp, reject.end_at, reject.object
FROM intake.reject AS reject
JOIN runs.run AS run ON run.run_id = reject.run_id
WHERE run.job = 'ingest' AND run.status = 'closed'
ORDER BY run.book, reject.hub, reject.module, reject.source, reject.file_offset, reject.code,
    reject.pointer, reject.sha256, reject.run_id, reject.shard, reject.ordinal;

CREATE TABLE intake.finding (
    object   bigint NOT NULL,
    ordinal  int    NOT NULL,
    code     text   NOT NULL,
    severity text   NOT NULL CHECK (severity IN ('note', 'warning', 'error')),
    pointer  text   NOT NULL,
    text     text   NOT NULL,
    at_stake numeric,
    PRIMARY KEY (object, ordinal)
);

GRANT USAGE ON SCHEMA intake TO
    clearing_ingest, clearing_rate, clearing_reconcile, clearing_settle;
GRANT SELECT ON ALL TABLES IN SCHEMA intake TO
    clearing_ingest, clearing_rate, clearing_reconcile, clearing_settle;
GRANT INSERT ON ALL TABLES IN SCHEMA intake TO clearing_ingest;
