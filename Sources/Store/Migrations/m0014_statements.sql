-- What partners invoice: their statements as they came, and the lines that were read from them. They
-- come after the month was settled, often after it was closed, so they belong to no run. Added to and
-- never changed: a statement that comes again under its number is the next version of it.
CREATE SCHEMA invoice;

-- The file as received, once.
CREATE TABLE invoice.file (
    sha256 bytea PRIMARY KEY,
    body   bytea NOT NULL,
    CHECK (sha256 = sha256(body))
);

CREATE TABLE invoice.statement (
    statement    bigint      PRIMARY KEY,
    hub          text        NOT NULL COLLATE "C",
    counterparty text        NOT NULL COLLATE "C",
    -- emsp: they invoice us; cpo: they write out credit for what they owe us
    side         text        NOT NULL CHECK (side IN ('cpo', 'emsp')),
    month        date        NOT NULL CHECK (extract(day FROM month) = 1),
    -- the partner's
    number       text        NOT NULL COLLATE "C" CHECK (btrim(number) <> ''),
    -- 1 for what came first under the number; the newest stands
    version      int         NOT NULL CHECK (version > 0),
    file         bytea       NOT NULL REFERENCES invoice.file,
    -- name of the file, and of the column map it was read by
    source       text        NOT NULL,
    map          text        NOT NULL,
    rules_hash   text        NOT NULL,
    basis        text        NOT NULL CHECK (basis IN ('before_tax', 'after_tax')),
    received_at  timestamptz NOT NULL,
    received_by  text        NOT NULL CHECK (btrim(received_by) <> ''),
    UNIQUE (hub, counterparty, side, month, number, version)
);

-- Grain: one row a line of a statement that could be read.
CREATE TABLE invoice.statement_row (
    statement   bigint      NOT NULL REFERENCES invoice.statement,
    ordinal     int         NOT NULL CHECK (ordinal >= 0),
    -- of the file, from 1
    line        int         NOT NULL,
    cdr_id      text        COLLATE "C",
    session_id  text        COLLATE "C",
    evse_id     text,
    token       text,
    -- a time as exactly as it was written
    start_from  timestamptz,
    start_until timestamptz,
    end_from    timestamptz,
    end_until   timestamptz,
    -- kWh
    energy      numeric,
    before_tax  numeric,
    tax         numeric,
    after_tax   numeric,
    currency    text        NOT NULL COLLATE "C",
    PRIMARY KEY (statement, ordinal),
    CHECK ((start_from IS NULL) = (start_until IS NULL)),
    CHECK ((end_from IS NULL) = (end_until IS NULL)),
    CHECK (before_tax IS NOT NULL OR after_tax IS NOT NULL)
);

CREATE TABLE invoice.statement_finding (
    statement   bigint  NOT NULL REFERENCES invoice.statement,
    ordinal     int     NOT NULL CHECK (ordinal >= 0),
    code        text    NOT NULL,
    severity    text    NOT NULL CHECK (severity IN ('WARNING', 'SEVERE', 'FATAL')),
    -- 0 for the whole file
    line        int     NOT NULL,
    -- header of the column, '' for the whole line
    column_name text    NOT NULL,
    text        text    NOT NULL,
    at_stake    numeric,
    PRIMARY KEY (statement, ordinal)
);

-- The partner took it back, or it was none.
CREATE TABLE invoice.statement_withdrawal (
    statement bigint      PRIMARY KEY REFERENCES invoice.statement,
    who       text        NOT NULL CHECK (btrim(who) <> ''),
    at        timestamptz NOT NULL,
    why       text        NOT NULL CHECK (btrim(why) <> '')
);

CREATE FUNCTION invoice.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'invoice.% is added to and never changed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY[
        'file', 'statement', 'statement_row', 'statement_finding', 'statement_withdrawal']
    LOOP
        EXECUTE format(
            'CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice.%I
             FOR EACH STATEMENT EXECUTE FUNCTION invoice.refuse_change()', relation);
    END LOOP;
END $$;

-- Versions are dense, so that two who take in the same at once do not both become the next.
CREATE FUNCTION invoice.check_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <> (
        SELECT coalesce(max(version), 0) + 1 FROM invoice.statement
        WHERE hub = NEW.hub AND counterparty = NEW.counterparty AND side = NEW.side
          AND month = NEW.month AND number = NEW.number)
        OR NEW.statement <> (SELECT coalesce(max(statement), 0) + 1 FROM invoice.statement)
    THEN
        RAISE EXCEPTION 'statement % is not the next', NEW.number
            USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT ON invoice.statement
    FOR EACH ROW EXECUTE FUNCTION invoice.check_statement();

-- Grain: one row a statement, with what became of it.
CREATE VIEW invoice.listed_statement AS
SELECT statement.statement, statement.hub, statement.counterparty, statement.side,
    statement.month, statement.number, statement.version, statement.file, statement.source,
    statement.map, statement.rules_hash, statement.basis, statement.received_at,
    statement.received_by,
    (SELECT count(*) FROM invoice.statement_row AS line
        WHERE line.statement = statement.statement) AS lines,
    (SELECT count(DISTINCT finding.line) FROM invoice.statement_finding AS finding
        WHERE finding.statement = statement.statement AND finding.severity = 'SEVERE') AS refused,
    CASE
        WHEN withdrawal.statement IS NOT NULL THEN 'withdrawn'
        WHEN EXISTS (
            SELECT FROM invoice.statement AS later
            WHERE later.hub = statement.hub AND later.counterparty = statement.counterparty
              AND later.side = statement.side AND later.month = statement.month
              AND later.number = statement.number AND later.version > statement.version)
        THEN 'superseded'
        ELSE 'stands'
    END AS state
FROM invoice.statement AS statement
LEFT JOIN invoice.statement_withdrawal AS withdrawal
    ON withdrawal.statement = statement.statement;

CREATE VIEW published.partner_statement AS
SELECT month, hub, counterparty, side, number, version, encode(file, 'hex') AS file_sha256, source,
    map, basis, lines, refused, state, received_at, received_by, statement
FROM invoice.listed_statement;

CREATE VIEW published.partner_statement_line AS
SELECT statement.month, statement.counterparty, statement.side, line.statement, line.ordinal,
    line.line, line.cdr_id, line.session_id, line.evse_id, line.token, line.start_from,
    line.end_from, line.energy, line.before_tax, line.tax, line.after_tax, line.currency
FROM invoice.statement_row AS line
JOIN invoice.statement AS statement ON statement.statement = line.statement;

CREATE VIEW published.partner_statement_finding AS
SELECT statement.month, statement.counterparty, statement.side, finding.statement, finding.ordinal,
    finding.code, finding.severity, finding.line, finding.column_name, finding.text,
    finding.at_stake
FROM invoice.statement_finding AS finding
JOIN invoice.statement AS statement ON statement.statement = finding.statement;

GRANT SELECT ON published.partner_statement, published.partner_statement_line,
    published.partner_statement_finding TO clearing_reader;
GRANT USAGE ON SCHEMA invoice TO clearing_invoice, clearing_close;
GRANT SELECT ON ALL TABLES IN SCHEMA invoice TO clearing_invoice, clearing_close;
GRANT INSERT ON invoice.file, invoice.statement, invoice.statement_row, invoice.statement_finding,
    invoice.statement_withdrawal TO clearing_invoice;
GRANT USAGE ON SCHEMA runs, intake, rating, reconciliation, settlement, closing
    TO clearing_invoice;
GRANT SELECT ON ALL TABLES IN SCHEMA runs, intake, rating, reconciliation, settlement, closing
    TO clearing_invoice;
