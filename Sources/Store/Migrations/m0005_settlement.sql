-- What one month comes to. A preview and a set of books: nothing here pays anyone.
CREATE SCHEMA settlement;

CREATE TABLE settlement.position (
    run_id       bigint  NOT NULL REFERENCES runs.run,
    counterparty text    NOT NULL COLLATE "C",
    currency     text    NOT NULL COLLATE "C",
    receivable   numeric NOT NULL,
    payable      numeric NOT NULL,
    net          numeric NOT NULL,
    disputed     numeric NOT NULL,
    PRIMARY KEY (run_id, counterparty, currency),
    CHECK (net = receivable - payable)
);

CREATE TABLE settlement.statement (
    run_id            bigint  NOT NULL REFERENCES runs.run,
    counterparty      text    NOT NULL COLLATE "C",
    side              text    NOT NULL CHECK (side IN ('cpo', 'emsp')),
    currency          text    NOT NULL COLLATE "C",
    lines             int     NOT NULL,
    sessions_settled  int     NOT NULL,
    energy_settled    numeric NOT NULL,
    claimed           numeric NOT NULL,
    agreed            numeric NOT NULL,
    agreed_before_tax numeric NOT NULL,
    tax               numeric NOT NULL,
    disputed          numeric NOT NULL,
    PRIMARY KEY (run_id, counterparty, side, currency),
    CHECK (claimed = agreed + disputed),
    CHECK (agreed = agreed_before_tax + tax)
);

CREATE TABLE settlement.statement_count (
    run_id       bigint NOT NULL,
    counterparty text   NOT NULL COLLATE "C",
    side         text   NOT NULL,
    currency     text   NOT NULL COLLATE "C",
    -- place in the order of precedence
    ordinal      int    NOT NULL,
    disposition  text   NOT NULL,
    lines        int    NOT NULL CHECK (lines > 0),
    PRIMARY KEY (run_id, counterparty, side, currency, ordinal),
    FOREIGN KEY (run_id, counterparty, side, currency) REFERENCES settlement.statement
);

CREATE TABLE settlement.journal_entry (
    run_id       bigint NOT NULL REFERENCES runs.run,
    entry        int    NOT NULL,
    -- what it books, once a month
    key          text   NOT NULL,
    event        text   NOT NULL,
    counterparty text   NOT NULL COLLATE "C",
    currency     text   NOT NULL COLLATE "C",
    day          date   NOT NULL,
    text         text   NOT NULL,
    PRIMARY KEY (run_id, entry),
    UNIQUE (run_id, key),
    UNIQUE (run_id, entry, currency)
);

CREATE TABLE settlement.journal_line (
    run_id       bigint  NOT NULL,
    entry        int     NOT NULL,
    line         int     NOT NULL,
    account      text    NOT NULL,
    account_name text    NOT NULL,
    currency     text    NOT NULL COLLATE "C",
    -- debit above zero, credit below
    amount       numeric NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (run_id, entry, line),
    FOREIGN KEY (run_id, entry, currency)
        REFERENCES settlement.journal_entry (run_id, entry, currency)
);

CREATE FUNCTION settlement.check_entry_balances() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    total numeric;
BEGIN
    SELECT sum(amount) INTO total
    FROM settlement.journal_line
    WHERE run_id = NEW.run_id AND entry = NEW.entry;
    IF total <> 0 THEN
        RAISE EXCEPTION 'journal entry % of run % sums to %, not to zero',
            NEW.entry, NEW.run_id, total USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER entry_balances
    AFTER INSERT OR UPDATE ON settlement.journal_line
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION settlement.check_entry_balances();

CREATE TABLE settlement.payout (
    run_id           bigint  NOT NULL REFERENCES runs.run,
    vendor           text    NOT NULL COLLATE "C",
    vendor_name      text    NOT NULL,
    currency         text    NOT NULL COLLATE "C",
    sessions         int     NOT NULL,
    energy           numeric NOT NULL,
    gross            numeric NOT NULL,
    vendor_share     numeric NOT NULL,
    magma_share      numeric NOT NULL,
    fee_for_sessions numeric NOT NULL,
    fee_for_energy   numeric NOT NULL,
    fee_monthly      numeric NOT NULL,
    fees             numeric NOT NULL,
    net              numeric NOT NULL,
    PRIMARY KEY (run_id, vendor, currency),
    CHECK (gross = vendor_share + magma_share),
    CHECK (fees = fee_for_sessions + fee_for_energy + fee_monthly),
    CHECK (net = vendor_share - fees)
);

CREATE TRIGGER run_is_open AFTER INSERT ON settlement.position
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();

CREATE TRIGGER run_is_open AFTER INSERT ON settlement.statement
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();

CREATE TRIGGER run_is_open AFTER INSERT ON settlement.statement_count
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();

CREATE TRIGGER run_is_open AFTER INSERT ON settlement.journal_entry
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();

CREATE TRIGGER run_is_open AFTER INSERT ON settlement.journal_line
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();

CREATE TRIGGER run_is_open AFTER INSERT ON settlement.payout
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();

GRANT USAGE ON SCHEMA settlement TO clearing_settle;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA settlement TO clearing_settle;
