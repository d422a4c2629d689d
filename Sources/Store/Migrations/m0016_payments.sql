-- Payments: what banks said, which statements it pays, and who decided so. Everything is added to and
-- never changed; an allocation that was wrong is released, and its entry of the ledger reversed.

-- The day of a statement and the one on which it is due; NULL for closes before this was kept.
ALTER TABLE closing.number
    ADD COLUMN issued_on date,
    ADD COLUMN due_on    date,
    ADD CHECK (due_on >= issued_on);

-- Besides the entries of closed months the ledger gets those of payments, which belong to no version of
-- a month and no run.
ALTER TABLE ledger.entry
    ALTER COLUMN version DROP NOT NULL,
    ALTER COLUMN run_id DROP NOT NULL,
    ADD CHECK ((version IS NULL) = (run_id IS NULL)),
    ADD CHECK ((version IS NULL) = (event LIKE 'PAYMENT\_%'));

CREATE SCHEMA payment;

-- One reading of a bank's file. A file that brings nothing new is not noted again.
CREATE TABLE payment.file (
    reading  int         PRIMARY KEY CHECK (reading > 0),
    sha256   bytea       NOT NULL CHECK (octet_length(sha256) = 32),
    name     text        NOT NULL,
    -- 'camt.053', or the name of the map in Rules/banks
    format   text        NOT NULL,
    read_at  timestamptz NOT NULL,
    -- in the file, and of those the new ones
    entries  int         NOT NULL,
    fresh    int         NOT NULL CHECK (fresh <= entries)
);
CREATE INDEX file_sha256 ON payment.file (sha256);

-- What is wrong or noteworthy about a file: refused lines too.
CREATE TABLE payment.note (
    reading   int     NOT NULL REFERENCES payment.file,
    ordinal   int     NOT NULL CHECK (ordinal > 0),
    is_reject boolean NOT NULL,
    code      text    NOT NULL,
    line      int     NOT NULL,
    pointer   text    NOT NULL,
    text      text    NOT NULL,
    PRIMARY KEY (reading, ordinal)
);

-- Grain: one booked entry of an account of ours, whatever files it stood in.
CREATE TABLE payment.bank_entry (
    -- over what the bank said of it
    entry         text    PRIMARY KEY COLLATE "C" CHECK (entry ~ '^B-[0-9a-f]{12}$'),
    reading       int     NOT NULL REFERENCES payment.file,
    line          int     NOT NULL,
    pointer       text    NOT NULL,
    entity        text    NOT NULL COLLATE "C",
    account       text    NOT NULL COLLATE "C",
    reference     text    NOT NULL COLLATE "C",
    booked_on     date    NOT NULL,
    value_on      date,
    currency      text    NOT NULL COLLATE "C",
    -- credit above zero, debit below
    amount        numeric NOT NULL,
    -- kept by banks on the way
    charges       numeric NOT NULL CHECK (charges >= 0),
    remittance    text    NOT NULL,
    party_name    text,
    party_account text    COLLATE "C",
    is_return     boolean NOT NULL
);
CREATE INDEX bank_entry_booked ON payment.bank_entry (booked_on, account, entry);

-- What an entry pays of one statement, or leaves on account.
CREATE TABLE payment.allocation (
    entry        text        NOT NULL COLLATE "C" REFERENCES payment.bank_entry,
    ordinal      int         NOT NULL CHECK (ordinal > 0),
    -- NULL: on account of the counterparty
    statement    text        COLLATE "C" REFERENCES closing.number (number),
    counterparty text        NOT NULL COLLATE "C",
    hub          text        COLLATE "C",
    -- above zero off what they owe us, below off what we owe them
    amount       numeric     NOT NULL CHECK (amount <> 0),
    -- of it, kept by banks
    fee          numeric     NOT NULL,
    -- off the value in the currency of the books
    book_amount  numeric     NOT NULL,
    basis        text        NOT NULL CHECK (basis IN
                 ('REFERENCE', 'NETTING', 'AMOUNT', 'RETURN', 'ON_ACCOUNT', 'PERSON')),
    -- the entry that is taken back
    return_of    text        COLLATE "C" REFERENCES payment.bank_entry,
    at           timestamptz NOT NULL,
    -- NULL: by rule
    who          text        CHECK (btrim(who) <> ''),
    why          text        NOT NULL,
    -- the one entry of the ledger that books it
    source       text        NOT NULL UNIQUE REFERENCES ledger.entry (source)
                             DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (entry, ordinal),
    CHECK (fee >= 0 OR return_of IS NOT NULL),
    CHECK ((basis = 'RETURN') = (return_of IS NOT NULL)),
    CHECK (basis <> 'PERSON' OR who IS NOT NULL)
);
CREATE INDEX allocation_statement ON payment.allocation (statement);

-- An allocation that somebody took back.
CREATE TABLE payment.release (
    entry   text        NOT NULL COLLATE "C",
    ordinal int         NOT NULL,
    at      timestamptz NOT NULL,
    who     text        NOT NULL CHECK (btrim(who) <> ''),
    why     text        NOT NULL CHECK (btrim(why) <> ''),
    source  text        NOT NULL UNIQUE REFERENCES ledger.entry (source)
                        DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (entry, ordinal),
    FOREIGN KEY (entry, ordinal) REFERENCES payment.allocation
);

CREATE FUNCTION payment.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'payment.% is added to and never changed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY['file', 'note', 'bank_entry', 'allocation', 'release']
    LOOP
        EXECUTE format(
            'CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON payment.%I
             FOR EACH STATEMENT EXECUTE FUNCTION payment.refuse_change()', relation);
    END LOOP;
END $$;

-- Allocations that stand.
CREATE VIEW payment.standing AS
SELECT allocation.entry, allocation.ordinal, allocation.statement, allocation.counterparty,
    allocation.hub, allocation.amount, allocation.fee, allocation.book_amount, allocation.basis,
    allocation.return_of, allocation.at, allocation.who, allocation.why,
    bank.entity, bank.currency, bank.booked_on
FROM payment.allocation AS allocation
JOIN payment.bank_entry AS bank ON bank.entry = allocation.entry
WHERE NOT EXISTS (
    SELECT FROM payment.release AS release
    WHERE release.entry = allocation.entry AND release.ordinal = allocation.ordinal);

-- No entry pays more than it brought.
CREATE FUNCTION payment.check_not_more() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    had numeric;
    spent numeric;
BEGIN
    SELECT amount INTO had FROM payment.bank_entry WHERE entry = NEW.entry;
    SELECT coalesce(sum(amount - fee), 0) INTO spent
    FROM payment.standing WHERE entry = NEW.entry;
    IF spent <> 0 AND sign(spent) <> sign(had) OR abs(spent) > abs(had) THEN
        RAISE EXCEPTION '% has %, and pays %', NEW.entry, had, spent
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER not_more AFTER INSERT ON payment.allocation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payment.check_not_more();

-- Grain: one row a statement of the last closed version of its month, as something to be paid. A month
-- that was reopened keeps its old version here, as in the ledger, until the next one is closed.
CREATE VIEW payment.item AS
SELECT number.month, number.entity, number.counterparty, number.side, number.currency,
    number.number, number.issued_on, number.due_on, position.hub, statement.due,
    statement.book_currency, statement.book_amount,
    coalesce(position.set_off, 0) AS set_off,
    CASE number.side
        WHEN 'cpo' THEN statement.due - coalesce(position.set_off, 0)
        ELSE coalesce(position.set_off, 0) - statement.due
    END AS amount
FROM closing.number AS number
JOIN closing.close AS made ON made.month = number.month AND made.version = number.version
JOIN settlement.statement AS statement
    ON statement.run_id = made.settle_run AND statement.entity = number.entity
    AND statement.counterparty = number.counterparty AND statement.side = number.side
    AND statement.currency = number.currency
LEFT JOIN settlement.position AS position
    ON position.run_id = made.settle_run AND position.entity = number.entity
    AND position.counterparty = number.counterparty AND position.currency = number.currency
WHERE NOT EXISTS (
    SELECT FROM closing.close AS later
    WHERE later.month = made.month AND later.version > made.version);

-- Grain: one row an allocation that stands, with the statement it is for by month and side, whatever
-- number that had; month and side are NULL for what is on account.
CREATE VIEW payment.paid AS
SELECT standing.entry, standing.ordinal, standing.entity, standing.counterparty, standing.currency,
    number.month, number.side, standing.statement, standing.hub, standing.amount, standing.fee,
    standing.book_amount, standing.basis, standing.booked_on, standing.at, standing.who,
    standing.why
FROM payment.standing AS standing
LEFT JOIN closing.number AS number ON number.number = standing.statement;

-- What reports may read.
CREATE VIEW published.payment AS
SELECT entry, ordinal, entity, counterparty, currency, month, side, statement, hub, amount, fee,
    basis, booked_on, at, who, why
FROM payment.paid;

-- Grain: one row a statement with what was paid of it, or a bank entry with what it left on account; what
-- was paid of a statement that a later version of its month no longer has stands on account too.
CREATE VIEW published.open_item AS
SELECT item.entity, item.counterparty,
    CASE item.side WHEN 'cpo' THEN 'receivable' ELSE 'payable' END AS side, item.currency,
    item.number AS reference, item.month, item.issued_on, item.due_on, item.hub,
    CASE item.side WHEN 'cpo' THEN item.due ELSE -item.due END AS due, item.amount,
    coalesce(sum(paid.amount), 0) AS paid, item.amount - coalesce(sum(paid.amount), 0) AS open
FROM payment.item AS item
LEFT JOIN payment.paid AS paid
    ON paid.month = item.month AND paid.entity = item.entity
    AND paid.counterparty = item.counterparty AND paid.side = item.side
    AND paid.currency = item.currency
GROUP BY item.entity, item.counterparty, item.side, item.currency, item.number, item.month,
    item.issued_on, item.due_on, item.hub, item.due, item.amount
UNION ALL
SELECT paid.entity, paid.counterparty, 'on account', paid.currency, paid.entry, NULL, NULL, NULL,
    paid.hub, 0, 0, sum(paid.amount), -sum(paid.amount)
FROM payment.paid AS paid
WHERE NOT EXISTS (
    SELECT FROM payment.item AS item
    WHERE item.month = paid.month AND item.entity = paid.entity
      AND item.counterparty = paid.counterparty AND item.side = paid.side
      AND item.currency = paid.currency)
GROUP BY paid.entity, paid.counterparty, paid.currency, paid.entry, paid.hub;

CREATE VIEW published.bank_entry AS
SELECT bank.entry, bank.entity, bank.account, bank.reference, bank.booked_on, bank.currency,
    bank.amount, bank.charges, bank.remittance, bank.party_name, bank.is_return,
    bank.amount - coalesce((
        SELECT sum(standing.amount - standing.fee) FROM payment.standing AS standing
        WHERE standing.entry = bank.entry), 0) AS rest
FROM payment.bank_entry AS bank;

GRANT SELECT ON published.payment, published.open_item, published.bank_entry
    TO clearing_reader;
GRANT USAGE ON SCHEMA payment TO clearing_payment, clearing_close, clearing_runs;
GRANT SELECT ON ALL TABLES IN SCHEMA payment TO clearing_payment, clearing_close, clearing_runs;
GRANT INSERT ON payment.file, payment.note, payment.bank_entry, payment.allocation, payment.release
    TO clearing_payment;
GRANT USAGE ON SCHEMA runs, settlement, closing, ledger TO clearing_payment;
GRANT SELECT ON ALL TABLES IN SCHEMA runs, settlement, closing TO clearing_payment;
GRANT SELECT, INSERT ON ledger.entry, ledger.line TO clearing_payment;
