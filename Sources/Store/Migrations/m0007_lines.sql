-- What a line of the reconciliation must say so that statements, disputes and closes can stand on it:
-- which of our parties, which month the charging belongs to, how grave it is, on what the match
-- rests, and what the difference is made of. Rows of before have what can be said of them.
ALTER TABLE intake.cdr ADD COLUMN own_party text COLLATE "C";
ALTER TABLE intake.session ADD COLUMN own_party text COLLATE "C";

ALTER TABLE reconciliation.line
    ADD COLUMN own_party     text COLLATE "C",
    -- first day of it; NULL only where no date can be read
    ADD COLUMN service_month date CHECK (extract(day FROM service_month) = 1),
    ADD COLUMN severity      text NOT NULL DEFAULT 'SEVERE'
                             CHECK (severity IN ('NONE', 'WARNING', 'SEVERE', 'FATAL')),
    ADD COLUMN evidence      text NOT NULL DEFAULT '';
ALTER TABLE reconciliation.line ALTER COLUMN severity DROP DEFAULT;

-- The parts of a line's difference; their sum is the difference.
CREATE TABLE reconciliation.line_cause (
    run_id  bigint  NOT NULL,
    shard   int     NOT NULL,
    ordinal int     NOT NULL,
    place   int     NOT NULL,
    cause   text    NOT NULL,
    amount  numeric NOT NULL,
    PRIMARY KEY (run_id, shard, ordinal, place)
);

CREATE TRIGGER run_is_open AFTER INSERT ON reconciliation.line_cause
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();

GRANT SELECT ON reconciliation.line_cause TO clearing_reconcile, clearing_settle;
GRANT INSERT ON reconciliation.line_cause TO clearing_reconcile;
