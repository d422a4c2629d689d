-- The month close. A closed month is a record nobody changes: its lines with their hashes, chained
-- to the close before; what it was made of (rules, pages, runs) so that it can be made again; and
-- who decided what. Everything here is added to and never changed.
CREATE SCHEMA closing;

-- Rule files by their bytes, so that neither verifying nor what-if needs a checkout.
CREATE TABLE closing.rule_file (
    sha256 bytea PRIMARY KEY,
    body   bytea NOT NULL,
    CHECK (sha256 = sha256(body))
);

-- The files of a rules directory; rules_hash is the one that runs carry.
CREATE TABLE closing.rule_set (
    rules_hash text  NOT NULL,
    path       text  NOT NULL COLLATE "C",
    sha256     bytea NOT NULL REFERENCES closing.rule_file,
    PRIMARY KEY (rules_hash, path)
);

-- What people decided, in the order they did: one dense sequence, each event hashed with the one
-- before. A reopening makes the next version of its month possible and keeps the old one.
CREATE TABLE closing.event (
    event        bigint      PRIMARY KEY,
    month        date        NOT NULL CHECK (extract(day FROM month) = 1),
    version      int         NOT NULL CHECK (version > 0),
    kind         text        NOT NULL
                 CHECK (kind IN ('draft', 'assignment', 'approval', 'reopening', 'tax_document')),
    who          text        NOT NULL CHECK (btrim(who) <> ''),
    at           timestamptz NOT NULL,
    why          text        NOT NULL,
    -- draft, approval: the key of the settle run that was looked at
    settle_key   text,
    -- assignment: who takes care, and of what; NULL = any
    owner        text        CHECK (btrim(owner) <> ''),
    side         text        CHECK (side IN ('cpo', 'emsp')),
    counterparty text        COLLATE "C",
    disposition  text,
    cdr_id       text        COLLATE "C",
    session_id   text        COLLATE "C",
    -- tax_document: its number
    document     text        CHECK (btrim(document) <> ''),
    -- SHA-256 of each column above, one after the other in their order
    digests      bytea       NOT NULL,
    -- SHA-256 over the hash of the event before and digests
    hash         bytea       NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    CHECK ((kind IN ('draft', 'approval')) = (settle_key IS NOT NULL)),
    CHECK ((kind = 'assignment') = (owner IS NOT NULL)),
    CHECK ((kind = 'tax_document') = (document IS NOT NULL)),
    CHECK (kind <> 'reopening' OR btrim(why) <> '')
);
CREATE INDEX event_month ON closing.event (month, version, kind);

-- One closed version of a month.
CREATE TABLE closing.close (
    month         date   NOT NULL CHECK (extract(day FROM month) = 1),
    version       int    NOT NULL CHECK (version > 0),
    -- place in the chain, from 1; there is one chain, so that nothing can be slipped in between
    position      int    NOT NULL UNIQUE CHECK (position > 0),
    -- the approval that closed it
    event         bigint NOT NULL UNIQUE REFERENCES closing.event,
    book          bigint NOT NULL,
    -- every ingest that brought something into the book before the rating
    ingest_runs   bigint[] NOT NULL,
    rate_run      bigint NOT NULL,
    reconcile_run bigint NOT NULL,
    settle_run    bigint NOT NULL,
    settle_key    text   NOT NULL,
    rules_hash    text   NOT NULL,
    -- engine version
    build         text   NOT NULL,
    -- SHA-256 over the rules' table of exchange rates
    fx_hash       text   NOT NULL,
    lines         bigint NOT NULL,
    -- Merkle root of the lines (RFC 6962), and of what settlement made of them
    lines_root    bytea  NOT NULL CHECK (octet_length(lines_root) = 32),
    books_root    bytea  NOT NULL CHECK (octet_length(books_root) = 32),
    -- hash of the close before; 32 zero bytes for the first
    previous      bytea  NOT NULL UNIQUE CHECK (octet_length(previous) = 32),
    -- of the content alone: the same input gives the same hash in every database
    hash          bytea  NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    PRIMARY KEY (month, version)
);

-- SHA-256 over closing.sealed: over the close as it stands in this database, with its runs, pages,
-- times and people.
CREATE TABLE closing.record (
    month   date  NOT NULL,
    version int   NOT NULL,
    digest  bytea NOT NULL CHECK (octet_length(digest) = 32),
    PRIMARY KEY (month, version),
    FOREIGN KEY (month, version) REFERENCES closing.close
);

-- Grain: one row a reconciled line of the closed version, in the order of the Merkle tree's leaves.
CREATE TABLE closing.line (
    month         date    NOT NULL,
    version       int     NOT NULL,
    ordinal       bigint  NOT NULL CHECK (ordinal >= 0),
    -- SHA-256 of the line's canonical text
    leaf          bytea   NOT NULL CHECK (octet_length(leaf) = 32),
    -- the line of the reconcile run
    shard         int     NOT NULL,
    line          int     NOT NULL,
    disposition   text    NOT NULL,
    side          text    NOT NULL,
    counterparty  text    COLLATE "C",
    hub           text    COLLATE "C",
    -- CPO of the CDR
    party         text    COLLATE "C",
    cdr_id        text    COLLATE "C",
    session_id    text    COLLATE "C",
    service_month date,
    currency      text    COLLATE "C",
    agreed        numeric NOT NULL,
    disputed      numeric NOT NULL,
    PRIMARY KEY (month, version, ordinal)
);
CREATE INDEX line_cdr ON closing.line (party, cdr_id);

-- Numbers of statements, without gaps per legal entity, series and financial year. The number of a
-- version that was reopened is cancelled and stays listed.
CREATE TABLE closing.number (
    entity         text   NOT NULL COLLATE "C",
    series         text   NOT NULL COLLATE "C",
    financial_year text   NOT NULL COLLATE "C",
    sequence       int    NOT NULL CHECK (sequence > 0),
    -- at most 16 characters, as a tax document's number (settlement.md §3.5)
    number         text   NOT NULL UNIQUE COLLATE "C"
                   CHECK (number ~ '^[A-Za-z0-9][A-Za-z0-9/-]{0,15}$'),
    month          date   NOT NULL,
    version        int    NOT NULL,
    counterparty   text   NOT NULL COLLATE "C",
    side           text   NOT NULL CHECK (side IN ('cpo', 'emsp')),
    currency       text   NOT NULL COLLATE "C",
    PRIMARY KEY (entity, series, financial_year, sequence),
    UNIQUE (month, version, entity, counterparty, side, currency)
);

-- The pages a close rests on, once each: where the objects stand in the raw bytes that rows were
-- made from, so that the rows can be made again from the bytes alone.
CREATE TABLE closing.page (
    page_id  bigint PRIMARY KEY,
    run_id   bigint NOT NULL,
    -- positions in the page of the objects that were kept, and their bytes
    ordinals int[]  NOT NULL,
    ats      int[]  NOT NULL,
    lengths  int[]  NOT NULL
);
CREATE INDEX page_run ON closing.page (run_id);

-- Tables whose rows are digested at the close. Those that can be recomputed have the one digest of
-- all their rows; those that cannot have a row in closing.seal for each of theirs.
CREATE TABLE closing.sealed (
    month    date   NOT NULL,
    version  int    NOT NULL,
    relation text   NOT NULL COLLATE "C",
    columns  text[] NOT NULL,
    rows     bigint NOT NULL,
    -- SHA-256 over the rows, or over their seals
    digest   bytea  NOT NULL CHECK (octet_length(digest) = 32),
    PRIMARY KEY (month, version, relation)
);

CREATE TABLE closing.seal (
    month    date  NOT NULL,
    version  int   NOT NULL,
    relation text  NOT NULL COLLATE "C",
    row_key  text  NOT NULL COLLATE "C",
    -- SHA-256 of each column, in the order of closing.sealed.columns
    digests  bytea NOT NULL,
    PRIMARY KEY (month, version, relation, row_key)
);

-- The closed versions that were not reopened.
CREATE VIEW closing.standing AS
SELECT month, version, position, event, book, settle_key, rules_hash, build, lines, lines_root,
    hash
FROM closing.close AS made
WHERE NOT EXISTS (
    SELECT FROM closing.event AS event
    WHERE event.kind = 'reopening' AND event.month = made.month
      AND event.version = made.version);

-- Grain: one row a CDR that a closed month has taken; `month` is the month it was settled in. What
-- was postponed is not taken.
CREATE VIEW closing.settled_cdr AS
SELECT line.month, line.version, line.party, line.cdr_id, line.hub, line.side, line.counterparty,
    line.service_month, line.disposition
FROM closing.standing AS standing
JOIN closing.line AS line ON line.month = standing.month AND line.version = standing.version
WHERE line.cdr_id IS NOT NULL AND line.disposition <> 'OUT_OF_PERIOD';

CREATE FUNCTION closing.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'closing.% is added to and never changed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY[
        'rule_file', 'rule_set', 'event', 'close', 'line', 'number', 'page', 'record',
        'sealed', 'seal']
    LOOP
        EXECUTE format(
            'CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON closing.%I
             FOR EACH STATEMENT EXECUTE FUNCTION closing.refuse_change()', relation);
    END LOOP;
END $$;

-- Events are dense, and those that end something need it to be there.
CREATE FUNCTION closing.check_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    newest_month date;
    newest_version int;
    draft_who text;
    draft_key text;
BEGIN
    IF NEW.event <> (SELECT coalesce(max(event), 0) + 1 FROM closing.event) THEN
        RAISE EXCEPTION 'event % does not follow the last one', NEW.event
            USING ERRCODE = 'unique_violation';
    END IF;
    SELECT month, version INTO newest_month, newest_version
    FROM closing.close ORDER BY position DESC LIMIT 1;
    IF NEW.kind IN ('reopening', 'tax_document') AND NOT EXISTS (
        SELECT FROM closing.standing AS standing
        WHERE standing.month = NEW.month AND standing.version = NEW.version)
    THEN
        RAISE EXCEPTION '% version % is not closed', to_char(NEW.month, 'YYYY-MM'), NEW.version
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'reopening' AND (newest_month, newest_version) <> (NEW.month, NEW.version) THEN
        RAISE EXCEPTION 'only the newest close can be reopened, and that is %',
            to_char(newest_month, 'YYYY-MM') USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'reopening' AND EXISTS (
        SELECT FROM closing.event AS event
        WHERE event.kind = 'tax_document' AND event.month = NEW.month)
    THEN
        RAISE EXCEPTION 'a tax document of % is out', to_char(NEW.month, 'YYYY-MM')
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind IN ('draft', 'assignment', 'approval') AND NEW.version <> (
        SELECT coalesce(max(version), 0) + 1 FROM closing.close WHERE month = NEW.month)
    THEN
        RAISE EXCEPTION '% version % is not the next to be closed',
            to_char(NEW.month, 'YYYY-MM'), NEW.version USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'approval' THEN
        SELECT who, settle_key INTO draft_who, draft_key FROM closing.event
        WHERE kind = 'draft' AND month = NEW.month AND version = NEW.version
        ORDER BY event DESC LIMIT 1;
        IF draft_key IS DISTINCT FROM NEW.settle_key THEN
            RAISE EXCEPTION 'what is approved was not drafted' USING ERRCODE = 'check_violation';
        END IF;
        IF lower(btrim(draft_who)) = lower(btrim(NEW.who)) THEN
            RAISE EXCEPTION '% made the draft; a second person approves it', NEW.who
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT ON closing.event
    FOR EACH ROW EXECUTE FUNCTION closing.check_event();

-- A close follows the last one, was approved, and leaves no earlier month reopened behind it.
CREATE FUNCTION closing.check_close() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    newest_position int;
    newest_month date;
    newest_hash bytea;
BEGIN
    SELECT position, month, hash INTO newest_position, newest_month, newest_hash
    FROM closing.close ORDER BY position DESC LIMIT 1;
    IF NEW.position <> coalesce(newest_position, 0) + 1
        OR NEW.previous <> coalesce(newest_hash, decode(repeat('00', 32), 'hex'))
    THEN
        RAISE EXCEPTION 'another close came first' USING ERRCODE = 'unique_violation';
    END IF;
    IF NEW.month < newest_month OR NEW.month = newest_month AND EXISTS (
        SELECT FROM closing.standing AS standing WHERE standing.month = NEW.month)
    THEN
        RAISE EXCEPTION '% is closed', to_char(newest_month, 'YYYY-MM')
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.month > newest_month AND NOT EXISTS (
        SELECT FROM closing.standing AS standing WHERE standing.month = newest_month)
    THEN
        RAISE EXCEPTION '% was reopened and has to be closed first',
            to_char(newest_month, 'YYYY-MM') USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT FROM closing.event AS event
        WHERE event.event = NEW.event AND event.kind = 'approval' AND event.month = NEW.month
          AND event.version = NEW.version AND event.settle_key = NEW.settle_key)
    THEN
        RAISE EXCEPTION '% was not approved', to_char(NEW.month, 'YYYY-MM')
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_chain BEFORE INSERT ON closing.close
    FOR EACH ROW EXECUTE FUNCTION closing.check_close();

-- No gap: a number is the one after the last of its series.
CREATE FUNCTION closing.check_number() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NEW.sequence <> (
        SELECT coalesce(max(sequence), 0) + 1 FROM closing.number
        WHERE entity = NEW.entity AND series = NEW.series
          AND financial_year = NEW.financial_year)
    THEN
        RAISE EXCEPTION 'number % leaves a gap', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER without_gap BEFORE INSERT ON closing.number
    FOR EACH ROW EXECUTE FUNCTION closing.check_number();

-- A closed month gets no new result, whichever door it comes through.
CREATE FUNCTION closing.check_month_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NEW.job IN ('ingest', 'rate', 'reconcile', 'settle') AND EXISTS (
        SELECT FROM closing.standing AS standing WHERE standing.month = NEW.month)
    THEN
        RAISE EXCEPTION '% is closed', to_char(NEW.month, 'YYYY-MM')
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER month_is_open BEFORE INSERT ON runs.run
    FOR EACH ROW EXECUTE FUNCTION closing.check_month_open();

CREATE VIEW published.close AS
SELECT made.month, made.version, made.position, made.lines, made.rules_hash, made.build,
    encode(made.lines_root, 'hex') AS lines_root, encode(made.previous, 'hex') AS previous,
    encode(made.hash, 'hex') AS hash, draft.who AS drafted_by, approval.who AS approved_by,
    approval.at AS closed_at, reopening.who AS reopened_by, reopening.at AS reopened_at,
    reopening.why AS reopened_why
FROM closing.close AS made
JOIN closing.event AS approval ON approval.event = made.event
JOIN LATERAL (
    SELECT event.who FROM closing.event AS event
    WHERE event.kind = 'draft' AND event.month = made.month AND event.version = made.version
      AND event.event < made.event
    ORDER BY event.event DESC LIMIT 1
) AS draft ON true
LEFT JOIN closing.event AS reopening
    ON reopening.kind = 'reopening' AND reopening.month = made.month
   AND reopening.version = made.version;

CREATE VIEW published.statement_number AS
SELECT number.month, number.version, number.entity, number.series, number.financial_year,
    number.sequence, number.number, number.counterparty, number.side, number.currency,
    reopening.event IS NOT NULL AS is_cancelled
FROM closing.number AS number
LEFT JOIN closing.event AS reopening
    ON reopening.kind = 'reopening' AND reopening.month = number.month
   AND reopening.version = number.version;

GRANT SELECT ON published.close, published.statement_number TO clearing_reader;
GRANT USAGE ON SCHEMA closing TO
    clearing_ingest, clearing_rate, clearing_reconcile, clearing_settle, clearing_runs,
    clearing_close, clearing_dispute;
GRANT SELECT ON ALL TABLES IN SCHEMA closing TO
    clearing_ingest, clearing_rate, clearing_reconcile, clearing_settle, clearing_runs,
    clearing_close, clearing_dispute;
GRANT INSERT ON ALL TABLES IN SCHEMA closing TO clearing_close;
GRANT USAGE ON SCHEMA runs, intake, rating, reconciliation, settlement TO clearing_close;
GRANT SELECT ON ALL TABLES IN SCHEMA runs, intake, rating, reconciliation, settlement
    TO clearing_close;

-- What a close also reads and adds to, where those tables are there already.
DO $$
BEGIN
    IF to_regnamespace('dispute') IS NOT NULL THEN
        GRANT USAGE ON SCHEMA dispute TO clearing_close;
        GRANT SELECT ON ALL TABLES IN SCHEMA dispute TO clearing_close;
    END IF;
    IF to_regnamespace('ledger') IS NOT NULL THEN
        GRANT USAGE ON SCHEMA ledger TO clearing_close;
        GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA ledger TO clearing_close;
    END IF;
END $$;
