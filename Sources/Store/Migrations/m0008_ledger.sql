-- Books of each legal entity, kept for good. What a run settles is a draft and stays one
-- (settlement.*); at the close of the month it is copied into ledger.*, which nobody can change.
--
-- First the draft: entities, months of service, values in book currency, hubs.

ALTER TABLE settlement.position
    ADD COLUMN entity  text COLLATE "C" NOT NULL DEFAULT '',
    -- what bilateral netting takes off both, for payment only
    ADD COLUMN set_off numeric NOT NULL DEFAULT 0,
    -- through whose account the rest is paid; NULL: to the partner
    ADD COLUMN hub     text COLLATE "C",
    DROP CONSTRAINT position_pkey,
    ADD PRIMARY KEY (run_id, entity, counterparty, currency);
ALTER TABLE settlement.position
    ALTER COLUMN entity DROP DEFAULT,
    ALTER COLUMN set_off DROP DEFAULT;

ALTER TABLE settlement.statement_count
    DROP CONSTRAINT statement_count_run_id_counterparty_side_currency_fkey,
    DROP CONSTRAINT statement_count_pkey,
    ADD COLUMN entity text COLLATE "C" NOT NULL DEFAULT '';

ALTER TABLE settlement.statement
    ADD COLUMN entity        text COLLATE "C" NOT NULL DEFAULT '',
    -- part of agreed that credit CDRs took back
    ADD COLUMN credited      numeric NOT NULL DEFAULT 0 CHECK (credited <= 0),
    -- of disputes decided in the month
    ADD COLUMN released      numeric NOT NULL DEFAULT 0,
    ADD COLUMN written_off   numeric NOT NULL DEFAULT 0,
    -- what is to be paid
    ADD COLUMN due           numeric,
    -- the same in the currency of the entity's books; NULL while a rate is missing
    ADD COLUMN book_currency text COLLATE "C",
    ADD COLUMN book_amount   numeric,
    -- the one rate, where one was used for all of it; else see statement_rate
    ADD COLUMN rate          numeric CHECK (rate > 0),
    ADD COLUMN rate_date     date,
    ADD COLUMN rate_source   text,
    DROP CONSTRAINT statement_pkey,
    ADD PRIMARY KEY (run_id, entity, counterparty, side, currency),
    ADD CHECK ((book_currency IS NULL) = (book_amount IS NULL)),
    ADD CHECK ((rate IS NULL) = (rate_date IS NULL) AND (rate IS NULL) = (rate_source IS NULL)),
    ADD CHECK (book_currency <> currency OR book_amount = due);
UPDATE settlement.statement SET due = agreed;
ALTER TABLE settlement.statement
    ALTER COLUMN due SET NOT NULL,
    ADD CHECK (due = agreed + released),
    ALTER COLUMN entity DROP DEFAULT,
    ALTER COLUMN credited DROP DEFAULT,
    ALTER COLUMN released DROP DEFAULT,
    ALTER COLUMN written_off DROP DEFAULT;

ALTER TABLE settlement.statement_count
    ADD PRIMARY KEY (run_id, entity, counterparty, side, currency, ordinal),
    ADD FOREIGN KEY (run_id, entity, counterparty, side, currency)
        REFERENCES settlement.statement,
    ALTER COLUMN entity DROP DEFAULT;

-- The part of a statement that belongs to one month of service: more than one row where late CDRs
-- and credits of earlier months are settled.
CREATE TABLE settlement.statement_section (
    run_id            bigint  NOT NULL,
    entity            text    NOT NULL COLLATE "C",
    counterparty      text    NOT NULL COLLATE "C",
    side              text    NOT NULL,
    currency          text    NOT NULL COLLATE "C",
    service_month     date    NOT NULL CHECK (extract(day FROM service_month) = 1),
    lines             int     NOT NULL,
    claimed           numeric NOT NULL,
    agreed            numeric NOT NULL,
    agreed_before_tax numeric NOT NULL,
    tax               numeric NOT NULL,
    disputed          numeric NOT NULL,
    credited          numeric NOT NULL,
    released          numeric NOT NULL,
    written_off       numeric NOT NULL,
    due               numeric NOT NULL,
    PRIMARY KEY (run_id, entity, counterparty, side, currency, service_month),
    FOREIGN KEY (run_id, entity, counterparty, side, currency) REFERENCES settlement.statement,
    CHECK (claimed = agreed + disputed),
    CHECK (agreed = agreed_before_tax + tax),
    CHECK (due = agreed + released)
);

-- The rates that made a statement's book amount, one row a day for which one was looked up.
CREATE TABLE settlement.statement_rate (
    run_id       bigint  NOT NULL,
    entity       text    NOT NULL COLLATE "C",
    counterparty text    NOT NULL COLLATE "C",
    side         text    NOT NULL,
    currency     text    NOT NULL COLLATE "C",
    day          date    NOT NULL,
    rate         numeric NOT NULL CHECK (rate > 0),
    quoted_on    date    NOT NULL,
    source       text    NOT NULL,
    -- what is due of that day, in the statement's currency
    amount       numeric NOT NULL,
    PRIMARY KEY (run_id, entity, counterparty, side, currency, day),
    FOREIGN KEY (run_id, entity, counterparty, side, currency) REFERENCES settlement.statement,
    CHECK (quoted_on <= day)
);

CREATE TABLE settlement.hub_fee (
    run_id      bigint  NOT NULL REFERENCES runs.run,
    hub         text    NOT NULL COLLATE "C",
    supplier    text    NOT NULL,
    entity      text    NOT NULL COLLATE "C",
    currency    text    NOT NULL COLLATE "C",
    cdrs        int     NOT NULL,
    energy      numeric NOT NULL,
    net         numeric NOT NULL,
    for_cdrs    numeric NOT NULL,
    for_energy  numeric NOT NULL,
    for_net     numeric NOT NULL,
    monthly     numeric NOT NULL,
    adjustment  numeric NOT NULL,
    fee         numeric NOT NULL,
    tax_percent numeric NOT NULL,
    tax         numeric NOT NULL,
    total       numeric NOT NULL,
    PRIMARY KEY (run_id, hub),
    CHECK (fee = for_cdrs + for_energy + for_net + monthly + adjustment),
    CHECK (total = fee + tax)
);

-- The proof sheet of multilateral netting: what members pay in and what they get is the same.
CREATE TABLE settlement.netting_proof (
    run_id   bigint  NOT NULL REFERENCES runs.run,
    hub      text    NOT NULL COLLATE "C",
    currency text    NOT NULL COLLATE "C",
    -- a partner's party id, or the id of our entity
    member   text    NOT NULL COLLATE "C",
    is_ours  boolean NOT NULL,
    -- above zero the member gets it from the hub, below zero pays it in
    position numeric NOT NULL,
    PRIMARY KEY (run_id, hub, currency, member)
);

CREATE FUNCTION settlement.check_proof_sums_to_zero() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    total numeric;
BEGIN
    SELECT sum(position) INTO total
    FROM settlement.netting_proof
    WHERE run_id = NEW.run_id AND hub = NEW.hub AND currency = NEW.currency;
    IF total <> 0 THEN
        RAISE EXCEPTION 'the netting of % in % sums to %, not to zero',
            NEW.hub, NEW.currency, total USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER proof_sums_to_zero
    AFTER INSERT OR UPDATE ON settlement.netting_proof
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION settlement.check_proof_sums_to_zero();

ALTER TABLE settlement.journal_entry
    ADD COLUMN entity        text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN hub           text COLLATE "C",
    -- in which the service was given; earlier for a prior-period adjustment
    ADD COLUMN service_month date CHECK (extract(day FROM service_month) = 1),
    ADD COLUMN reference     text NOT NULL DEFAULT '',
    ADD COLUMN book_currency text COLLATE "C" NOT NULL DEFAULT '',
    ALTER COLUMN counterparty DROP NOT NULL,
    ADD CHECK (counterparty IS NOT NULL OR hub IS NOT NULL);
UPDATE settlement.journal_entry SET service_month = date_trunc('month', day)::date;
ALTER TABLE settlement.journal_entry
    ALTER COLUMN service_month SET NOT NULL,
    ALTER COLUMN entity DROP DEFAULT,
    ALTER COLUMN reference DROP DEFAULT,
    ALTER COLUMN book_currency DROP DEFAULT;

ALTER TABLE settlement.journal_line
    ADD COLUMN account_kind text NOT NULL DEFAULT ''
        CHECK (account_kind IN ('', 'asset', 'liability', 'equity', 'income', 'expense')),
    -- NULL while a rate is missing
    ADD COLUMN book_amount  numeric,
    DROP CONSTRAINT journal_line_amount_check,
    -- only a difference of rates moves the books without moving an amount
    ADD CHECK (amount <> 0 OR book_amount <> 0);
ALTER TABLE settlement.journal_line ALTER COLUMN account_kind DROP DEFAULT;

CREATE OR REPLACE FUNCTION settlement.check_entry_balances() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    total numeric;
    book numeric;
BEGIN
    SELECT sum(amount), CASE WHEN bool_and(book_amount IS NOT NULL) THEN sum(book_amount) END
    INTO total, book
    FROM settlement.journal_line
    WHERE run_id = NEW.run_id AND entry = NEW.entry;
    IF total <> 0 THEN
        RAISE EXCEPTION 'journal entry % of run % sums to %, not to zero',
            NEW.entry, NEW.run_id, total USING ERRCODE = 'check_violation';
    END IF;
    IF book <> 0 THEN
        RAISE EXCEPTION 'journal entry % of run % sums to % in book currency, not to zero',
            NEW.entry, NEW.run_id, book USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'statement_section', 'statement_rate', 'hub_fee', 'netting_proof']
    LOOP
        EXECUTE format(
            'CREATE TRIGGER run_is_open AFTER INSERT ON settlement.%I REFERENCING NEW TABLE AS fresh'
            ' FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open()', name);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON settlement.statement_section, settlement.statement_rate,
    settlement.hub_fee, settlement.netting_proof TO clearing_settle;

-- The ledger. Rows are added by `Transaction.post` and by nothing else; they are never changed.
CREATE SCHEMA ledger;

CREATE TABLE ledger.entry (
    -- in the order of posting, from 1
    entry         bigint      PRIMARY KEY CHECK (entry > 0),
    -- the one event it books: 2026-10/v1/RECEIVABLE_ACCRUED/magma/IN-TPC/INR
    source        text        NOT NULL UNIQUE,
    month         date        NOT NULL CHECK (extract(day FROM month) = 1),
    version       int         NOT NULL CHECK (version > 0),
    event         text        NOT NULL,
    entity        text        NOT NULL COLLATE "C",
    counterparty  text        COLLATE "C",
    hub           text        COLLATE "C",
    currency      text        NOT NULL COLLATE "C",
    book_currency text        NOT NULL COLLATE "C",
    service_month date        NOT NULL CHECK (extract(day FROM service_month) = 1),
    reference     text        NOT NULL,
    day           date        NOT NULL,
    text          text        NOT NULL,
    -- where it was settled
    run_id        bigint      NOT NULL REFERENCES runs.run,
    -- the entry it takes back; each at most once
    reverses      bigint      UNIQUE REFERENCES ledger.entry,
    posted_at     timestamptz NOT NULL,
    UNIQUE (entry, entity, currency, book_currency),
    CHECK (counterparty IS NOT NULL OR hub IS NOT NULL),
    CHECK (date_trunc('month', day)::date = month),
    CHECK (reverses < entry),
    CHECK ((reverses IS NULL) = (source NOT LIKE '%/reversal'))
);
CREATE INDEX entry_month ON ledger.entry (month, version, entry);

CREATE TABLE ledger.line (
    entry         bigint  NOT NULL,
    line          int     NOT NULL,
    account       text    NOT NULL COLLATE "C",
    account_name  text    NOT NULL,
    account_kind  text    NOT NULL
                  CHECK (account_kind IN ('asset', 'liability', 'equity', 'income', 'expense')),
    entity        text    NOT NULL COLLATE "C",
    currency      text    NOT NULL COLLATE "C",
    -- debit above zero, credit below
    amount        numeric NOT NULL,
    book_currency text    NOT NULL COLLATE "C",
    book_amount   numeric NOT NULL,
    PRIMARY KEY (entry, line),
    FOREIGN KEY (entry, entity, currency, book_currency)
        REFERENCES ledger.entry (entry, entity, currency, book_currency),
    CHECK (amount <> 0 OR book_amount <> 0),
    CHECK (currency <> book_currency OR amount = book_amount)
);

-- Every entry balances by currency and legal entity, in its own currency and in that of the books.
CREATE FUNCTION ledger.check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    SELECT currency, entity, sum(amount) AS amount, sum(book_amount) AS book
    INTO wrong
    FROM ledger.line
    WHERE entry = NEW.entry
    GROUP BY currency, entity
    HAVING sum(amount) <> 0 OR sum(book_amount) <> 0
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % of % sums to % %, and to % in book currency, not to zero',
            NEW.entry, wrong.entity, wrong.amount, wrong.currency, wrong.book
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER balance AFTER INSERT ON ledger.line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_balance();

CREATE FUNCTION ledger.check_has_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM ledger.line WHERE entry = NEW.entry) < 2 THEN
        RAISE EXCEPTION 'entry % (%) has not two lines', NEW.entry, NEW.source
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER has_lines AFTER INSERT ON ledger.entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_has_lines();

-- An entry takes its lines with it; none comes to it later.
CREATE FUNCTION ledger.check_is_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledger.entry WHERE entry = NEW.entry AND xmin = pg_current_xact_id()::xid)
    THEN
        RAISE EXCEPTION 'entry % is posted; nothing can be added to it', NEW.entry
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER is_new AFTER INSERT ON ledger.line
    FOR EACH ROW EXECUTE FUNCTION ledger.check_is_new();

CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is never changed: % of %.% refused; post a reversal',
        TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- For each statement, so that one that would hit no row is refused too, and also the owner's.
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.line
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA runs, settlement, ledger TO clearing_post;
GRANT SELECT ON runs.run, settlement.journal_entry, settlement.journal_line TO clearing_post;
GRANT SELECT, INSERT ON ledger.entry, ledger.line TO clearing_post;
-- What is booked in one month is not settled in another.
GRANT USAGE ON SCHEMA ledger TO clearing_settle;
GRANT SELECT ON ledger.entry TO clearing_settle;

-- What reports may read of all this; columns come at the end of the views there are.
CREATE OR REPLACE VIEW published.line AS
SELECT
    run.month, line.run_id, line.shard, line.ordinal, line.disposition,
    line.disposition IN ('MATCHED', 'MATCHED_WITHIN_TOLERANCE') AS is_matched,
    line.side, line.hub, line.counterparty, line.own_network, line.session_id, line.cdr_id,
    line.session_object, line.cdr_object, line.matched_by, line.currency, line.ours, line.theirs,
    line.difference, line.agreed, line.agreed_before_tax, line.disputed, line.location_id,
    place.name AS location_name, place.state AS location_state, line.evse_id, line.start_at,
    line.end_at, line.energy, line.reason, line.own_party,
    coalesce(line.service_month, run.month) AS service_month, line.severity, line.evidence
FROM published.run AS run
JOIN reconciliation.line AS line ON line.run_id = run.run_id
LEFT JOIN (
    -- our own sites, by the newest version
    SELECT DISTINCT ON (book, location_id) book, location_id, name, state
    FROM intake.location
    WHERE hub = 'own'
    ORDER BY book, location_id, last_updated DESC, object DESC
) AS place
    ON place.book = run.book AND place.location_id = line.location_id AND line.side = 'cpo'
WHERE run.job = 'reconcile';

CREATE OR REPLACE VIEW published.position AS
SELECT run.month, position.run_id, position.counterparty, position.currency,
    position.receivable, position.payable, position.net, position.disputed, position.entity,
    position.set_off, position.hub
FROM published.run AS run
JOIN settlement.position AS position ON position.run_id = run.run_id
WHERE run.job = 'settle';

CREATE OR REPLACE VIEW published.statement AS
SELECT run.month, statement.run_id, statement.counterparty, statement.side, statement.currency,
    statement.lines, statement.sessions_settled, statement.energy_settled, statement.claimed,
    statement.agreed, statement.agreed_before_tax, statement.tax, statement.disputed,
    statement.entity, statement.credited, statement.released, statement.written_off,
    statement.due, statement.book_currency, statement.book_amount, statement.rate,
    statement.rate_date, statement.rate_source
FROM published.run AS run
JOIN settlement.statement AS statement ON statement.run_id = run.run_id
WHERE run.job = 'settle';

CREATE OR REPLACE VIEW published.statement_count AS
SELECT run.month, counted.run_id, counted.counterparty, counted.side, counted.currency,
    counted.ordinal, counted.disposition, counted.lines, counted.entity
FROM published.run AS run
JOIN settlement.statement_count AS counted ON counted.run_id = run.run_id
WHERE run.job = 'settle';

CREATE VIEW published.statement_section AS
SELECT run.month, section.run_id, section.entity, section.counterparty, section.side,
    section.currency, section.service_month, section.lines, section.claimed, section.agreed,
    section.agreed_before_tax, section.tax, section.disputed, section.credited, section.released,
    section.written_off, section.due
FROM published.run AS run
JOIN settlement.statement_section AS section ON section.run_id = run.run_id
WHERE run.job = 'settle';

CREATE VIEW published.statement_rate AS
SELECT run.month, used.run_id, used.entity, used.counterparty, used.side, used.currency, used.day,
    used.rate, used.quoted_on, used.source, used.amount, statement.book_currency,
    used.amount * used.rate AS book_amount
FROM published.run AS run
JOIN settlement.statement_rate AS used ON used.run_id = run.run_id
JOIN settlement.statement AS statement
    ON statement.run_id = used.run_id AND statement.entity = used.entity
    AND statement.counterparty = used.counterparty AND statement.side = used.side
    AND statement.currency = used.currency
WHERE run.job = 'settle';

CREATE VIEW published.hub_fee AS
SELECT run.month, fee.run_id, fee.hub, fee.supplier, fee.entity, fee.currency, fee.cdrs,
    fee.energy, fee.net, fee.for_cdrs, fee.for_energy, fee.for_net, fee.monthly, fee.adjustment,
    fee.fee, fee.tax_percent, fee.tax, fee.total
FROM published.run AS run
JOIN settlement.hub_fee AS fee ON fee.run_id = run.run_id
WHERE run.job = 'settle';

CREATE VIEW published.netting_proof AS
SELECT run.month, proof.run_id, proof.hub, proof.currency, proof.member, proof.is_ours,
    proof.position
FROM published.run AS run
JOIN settlement.netting_proof AS proof ON proof.run_id = run.run_id
WHERE run.job = 'settle';

CREATE OR REPLACE VIEW published.journal AS
SELECT run.month, entry.run_id, entry.entry, line.line, entry.key, entry.event,
    entry.counterparty, entry.day, entry.text, line.account, line.account_name, line.currency,
    line.amount,
    CASE WHEN line.amount > 0 THEN line.amount ELSE 0 END AS debit,
    CASE WHEN line.amount < 0 THEN -line.amount ELSE 0 END AS credit,
    entry.entity, entry.hub, entry.service_month, entry.reference, line.account_kind,
    entry.book_currency, line.book_amount
FROM published.run AS run
JOIN settlement.journal_entry AS entry ON entry.run_id = run.run_id
JOIN settlement.journal_line AS line ON line.run_id = entry.run_id AND line.entry = entry.entry
WHERE run.job = 'settle';

-- All that was ever posted, reversals too.
CREATE VIEW published.ledger AS
SELECT entry.month, entry.version, entry.entry, line.line, entry.source, entry.event,
    entry.entity, entry.counterparty, entry.hub, entry.service_month, entry.reference, entry.day,
    entry.text, entry.run_id, entry.reverses, entry.posted_at, line.account, line.account_name,
    line.account_kind, line.currency, line.amount,
    CASE WHEN line.amount > 0 THEN line.amount ELSE 0 END AS debit,
    CASE WHEN line.amount < 0 THEN -line.amount ELSE 0 END AS credit,
    line.book_currency, line.book_amount
FROM ledger.entry AS entry
JOIN ledger.line AS line ON line.entry = entry.entry;

GRANT SELECT ON published.statement_section, published.statement_rate, published.hub_fee,
    published.netting_proof, published.ledger TO clearing_reader;
