-- One line a session, a CDR, or one of each that belong together.
-- run_id refers to runs.run without a foreign key: its check would cost more than the row.
CREATE SCHEMA reconciliation;

CREATE TABLE reconciliation.line (
    run_id            bigint NOT NULL,
    shard             int    NOT NULL,
    ordinal           int    NOT NULL,
    disposition       text   NOT NULL,
    side              text   NOT NULL CHECK (side IN ('cpo', 'emsp')),
    hub               text,
    -- NULL only for a rejected object whose parties are unreadable
    counterparty      text   COLLATE "C",
    own_network       bool   NOT NULL,
    session_id        text,
    cdr_id            text,
    session_object    bigint,
    cdr_object        bigint,
    matched_by        text,
    currency          text   COLLATE "C",
    ours              numeric,
    theirs            numeric,
    difference        numeric,
    agreed            numeric NOT NULL,
    agreed_before_tax numeric NOT NULL,
    disputed          numeric NOT NULL,
    location_id       text,
    evse_id           text,
    start_at          timestamptz,
    end_at            timestamptz,
    energy            numeric,
    reason            text   NOT NULL,
    PRIMARY KEY (run_id, shard, ordinal),
    CHECK (currency IS NOT NULL OR (agreed = 0 AND disputed = 0)),
    CHECK (counterparty IS NOT NULL OR disposition = 'REJECTED')
);

CREATE INDEX line_counterparty ON reconciliation.line (run_id, counterparty);

CREATE TRIGGER run_is_open AFTER INSERT ON reconciliation.line
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();

GRANT USAGE ON SCHEMA reconciliation TO clearing_reconcile, clearing_settle;
GRANT SELECT ON reconciliation.line TO clearing_reconcile, clearing_settle;
GRANT INSERT ON reconciliation.line TO clearing_reconcile;
