-- Disputes (settlement practice §2.6): what is objected to, and everything that happened since, added
-- to and never changed. Where a dispute stands follows from its last event.
CREATE SCHEMA dispute;

-- What can happen, and what it leads to.
CREATE TABLE dispute.move (
    move     text PRIMARY KEY,
    leads_to text NOT NULL
);
INSERT INTO dispute.move (move, leads_to) VALUES
    ('OPEN', 'OPEN'), ('REVISE', 'OPEN'), ('SEND', 'SENT'), ('ACKNOWLEDGE', 'ACKNOWLEDGED'),
    ('ACCEPT', 'ACCEPTED'), ('ACCEPT_PART', 'ACCEPTED'), ('ACCEPT_SILENTLY', 'ACCEPTED'),
    ('REJECT', 'REJECTED_BY_PARTNER'), ('TAKE_OVER', 'REJECTED_BY_PARTNER'),
    ('EXPECT_CREDIT', 'CREDIT_EXPECTED'), ('CREDIT_CDR', 'CREDITED'), ('CREDIT_NOTE', 'CREDITED'),
    ('ESCALATE', 'ESCALATED'), ('SPLIT', 'SETTLED_SPLIT'), ('WRITE_OFF', 'WRITTEN_OFF'),
    ('WITHDRAW', 'WITHDRAWN'), ('EXPIRE', 'EXPIRED');

-- The life-cycle: what is not here is refused. Deadlines are the program's business, since they
-- stand in the rules.
CREATE TABLE dispute.allowed (
    state text NOT NULL,
    move  text NOT NULL REFERENCES dispute.move,
    PRIMARY KEY (state, move)
);
INSERT INTO dispute.allowed (state, move) VALUES
    ('NONE', 'OPEN'), ('NONE', 'TAKE_OVER'),
    ('OPEN', 'REVISE'), ('OPEN', 'SEND'), ('OPEN', 'CREDIT_CDR'), ('OPEN', 'WITHDRAW'),
    ('OPEN', 'EXPIRE'),
    ('SENT', 'ACKNOWLEDGE'), ('SENT', 'ACCEPT_SILENTLY'), ('SENT', 'CREDIT_CDR'),
    ('SENT', 'ESCALATE'), ('SENT', 'WITHDRAW'),
    ('ACKNOWLEDGED', 'ACCEPT'), ('ACKNOWLEDGED', 'ACCEPT_PART'),
    ('ACKNOWLEDGED', 'ACCEPT_SILENTLY'), ('ACKNOWLEDGED', 'REJECT'),
    ('ACKNOWLEDGED', 'CREDIT_CDR'), ('ACKNOWLEDGED', 'ESCALATE'), ('ACKNOWLEDGED', 'WITHDRAW'),
    ('ACCEPTED', 'EXPECT_CREDIT'), ('ACCEPTED', 'CREDIT_CDR'),
    ('CREDIT_EXPECTED', 'CREDIT_CDR'), ('CREDIT_EXPECTED', 'CREDIT_NOTE'),
    ('REJECTED_BY_PARTNER', 'CREDIT_CDR'), ('REJECTED_BY_PARTNER', 'ESCALATE'),
    ('REJECTED_BY_PARTNER', 'WITHDRAW'), ('REJECTED_BY_PARTNER', 'EXPIRE'),
    ('ESCALATED', 'CREDIT_CDR'), ('ESCALATED', 'SPLIT'), ('ESCALATED', 'WRITE_OFF'),
    ('ESCALATED', 'WITHDRAW');

CREATE TABLE dispute.dispute (
    dispute       text    PRIMARY KEY COLLATE "C"
                  CHECK (dispute ~ '^D-[0-9]{4}-[0-9]{2}-[0-9a-f]{10}(-[0-9]+)?$'),
    -- whose reconciliation listed it
    month         date    NOT NULL CHECK (extract(day FROM month) = 1),
    side          text    NOT NULL CHECK (side IN ('cpo', 'emsp')),
    counterparty  text    NOT NULL COLLATE "C",
    own_party     text    NOT NULL COLLATE "C",
    currency      text    NOT NULL COLLATE "C",
    -- '' when the partner is reached over none
    hub           text    NOT NULL COLLATE "C",
    session_id    text    COLLATE "C",
    cdr_id        text    COLLATE "C",
    -- SHA-256 of the received CDR, of the session when there is none
    document      bytea   NOT NULL CHECK (octet_length(document) = 32),
    -- 1, or more for what a partial acceptance left over
    part          int     NOT NULL CHECK (part > 0),
    -- as reconciliation had it when the dispute was opened
    disposition   text    NOT NULL,
    reason        text    NOT NULL,
    ours          numeric,
    theirs        numeric,
    statement_on  date    NOT NULL,
    reconcile_key text    NOT NULL,
    UNIQUE (document, hub, side, counterparty, currency, part)
);
CREATE INDEX dispute_cdr ON dispute.dispute (cdr_id);

CREATE TABLE dispute.event (
    dispute     text        NOT NULL COLLATE "C" REFERENCES dispute.dispute,
    ordinal     int         NOT NULL CHECK (ordinal >= 0),
    move        text        NOT NULL REFERENCES dispute.move,
    -- in dispute after it, and the part of that before tax
    amount      numeric     NOT NULL,
    amount_before_tax numeric NOT NULL,
    -- owed after all, not owed, gone on as another dispute; by this event
    released    numeric     NOT NULL,
    released_before_tax numeric NOT NULL,
    written_off numeric     NOT NULL,
    divided     numeric     NOT NULL,
    at          timestamptz NOT NULL,
    who         text        NOT NULL CHECK (btrim(who) <> ''),
    why         text        NOT NULL,
    -- SHA-256 of a claim file, id of a credit CDR, the dispute it was divided from
    reference   text,
    PRIMARY KEY (dispute, ordinal),
    CHECK (divided = 0 OR move = 'ACCEPT_PART'),
    CHECK (amount <> 0 OR amount_before_tax = 0),
    CHECK (released <> 0 OR released_before_tax = 0),
    CHECK (amount = 0
        OR move NOT IN ('CREDIT_CDR', 'CREDIT_NOTE', 'SPLIT', 'WRITE_OFF', 'WITHDRAW', 'EXPIRE')),
    CHECK (amount <> 0 OR move NOT IN ('OPEN', 'REVISE', 'TAKE_OVER'))
);
CREATE INDEX event_at ON dispute.event (at) WHERE released <> 0 OR written_off <> 0;

CREATE FUNCTION dispute.check_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_ordinal int;
    last_move    text;
    last_amount  numeric;
    last_at      timestamptz;
    before       text := 'NONE';
BEGIN
    SELECT ordinal, move, amount, at INTO last_ordinal, last_move, last_amount, last_at
    FROM dispute.event
    WHERE dispute = NEW.dispute ORDER BY ordinal DESC LIMIT 1;
    IF FOUND THEN
        SELECT leads_to INTO before FROM dispute.move WHERE move = last_move;
    END IF;
    IF NEW.ordinal <> coalesce(last_ordinal, -1) + 1 THEN
        RAISE EXCEPTION 'event % of % does not follow the last one', NEW.ordinal, NEW.dispute
            USING ERRCODE = 'unique_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM dispute.allowed WHERE allowed.state = before
        AND allowed.move = NEW.move)
    THEN
        RAISE EXCEPTION '% is not allowed while % is %', NEW.move, NEW.dispute, before
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.at < last_at THEN
        RAISE EXCEPTION 'the history of % goes on to %', NEW.dispute, last_at
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.move NOT IN ('OPEN', 'REVISE', 'TAKE_OVER')
        AND last_amount <> NEW.amount + NEW.released + NEW.written_off + NEW.divided
        OR NEW.move IN ('OPEN', 'REVISE', 'TAKE_OVER')
        AND (NEW.released <> 0 OR NEW.written_off <> 0)
    THEN
        RAISE EXCEPTION 'event % of % creates or loses an amount', NEW.ordinal, NEW.dispute
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER event_follows BEFORE INSERT ON dispute.event
    FOR EACH ROW EXECUTE FUNCTION dispute.check_event();

CREATE FUNCTION dispute.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'dispute.% is added to and never changed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute.dispute
    FOR EACH STATEMENT EXECUTE FUNCTION dispute.refuse_change();
CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute.event
    FOR EACH STATEMENT EXECUTE FUNCTION dispute.refuse_change();

-- Grain: one row a dispute, as it stands now.
CREATE VIEW dispute.standing AS
SELECT dispute.dispute, dispute.month, dispute.side, dispute.counterparty, dispute.own_party,
    dispute.currency, dispute.hub, dispute.session_id, dispute.cdr_id, dispute.document,
    dispute.part, dispute.disposition, dispute.statement_on, move.leads_to AS state,
    first.amount AS opened, last.amount, summed.released, summed.written_off,
    first.at AS opened_at, last.at AS changed_at, last.who AS changed_by, last.why
FROM dispute.dispute AS dispute
JOIN LATERAL (
    SELECT amount, at FROM dispute.event AS event
    WHERE event.dispute = dispute.dispute ORDER BY ordinal LIMIT 1
) AS first ON true
JOIN LATERAL (
    SELECT move, amount, at, who, why FROM dispute.event AS event
    WHERE event.dispute = dispute.dispute ORDER BY ordinal DESC LIMIT 1
) AS last ON true
JOIN LATERAL (
    SELECT sum(released) AS released, sum(written_off) AS written_off
    FROM dispute.event AS event WHERE event.dispute = dispute.dispute
) AS summed ON true
JOIN dispute.move AS move ON move.move = last.move;

CREATE VIEW published.dispute AS
SELECT month, dispute, side, counterparty, own_party, currency, hub, session_id, cdr_id, part,
    disposition, statement_on, state, opened, amount, released, written_off, opened_at,
    changed_at, changed_by, why
FROM dispute.standing;

CREATE VIEW published.dispute_event AS
SELECT dispute.month, event.dispute, event.ordinal, event.move, move.leads_to AS state,
    event.amount, event.amount_before_tax, event.released, event.released_before_tax,
    event.written_off, event.divided, event.at, event.who,
    event.why, event.reference, dispute.counterparty, dispute.side, dispute.currency
FROM dispute.event AS event
JOIN dispute.dispute AS dispute ON dispute.dispute = event.dispute
JOIN dispute.move AS move ON move.move = event.move;

-- A credit is looked up by what it takes back.
CREATE INDEX cdr_credit ON intake.cdr (party, upper(credit_reference_id)) WHERE credit;

GRANT USAGE ON SCHEMA dispute TO
    clearing_dispute, clearing_settle, clearing_reconcile;
GRANT SELECT ON ALL TABLES IN SCHEMA dispute TO
    clearing_dispute, clearing_settle, clearing_reconcile;
GRANT INSERT ON dispute.dispute, dispute.event TO clearing_dispute;
GRANT SELECT ON published.dispute, published.dispute_event TO clearing_reader;
GRANT USAGE ON SCHEMA runs, intake, rating, reconciliation, settlement TO clearing_dispute;
GRANT SELECT ON ALL TABLES IN SCHEMA runs, intake, rating, reconciliation, settlement
    TO clearing_dispute;
