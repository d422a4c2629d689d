-- What a claim less our rating is made of, and what else rating knows that reconciliation rules by.
-- run_id refers to runs.run without a foreign key: its check would cost more than the row.

-- Of CDRs whose claimed total is not the rated one; the parts of each side of tax sum to claim less
-- rating, both as stored.
CREATE TABLE rating.difference_cause (
    run_id    bigint  NOT NULL,
    object    bigint  NOT NULL,
    after_tax bool    NOT NULL,
    place     int     NOT NULL,
    cause     text    NOT NULL,
    amount    numeric NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (run_id, object, after_tax, place)
);

-- What a CDR comes to by the tariff in it, where another one was published and prices it.
CREATE TABLE rating.own_tariff_price (
    run_id     bigint NOT NULL,
    object     bigint NOT NULL,
    before_tax numeric,
    after_tax  numeric,
    PRIMARY KEY (run_id, object)
);

GRANT SELECT ON rating.difference_cause, rating.own_tariff_price TO
    clearing_rate, clearing_reconcile, clearing_settle, clearing_close;
GRANT INSERT ON rating.difference_cause, rating.own_tariff_price TO clearing_rate;

-- What was tolerated of one partner and side, in all, before the cap was applied.
CREATE TABLE reconciliation.tolerated_sum (
    run_id   bigint  NOT NULL,
    shard    int     NOT NULL,
    currency text    NOT NULL COLLATE "C",
    lines    int     NOT NULL CHECK (lines > 0),
    sum      numeric NOT NULL,
    -- NULL: none is agreed for the currency
    cap      numeric CHECK (cap >= 0),
    PRIMARY KEY (run_id, shard, currency)
);

CREATE TRIGGER run_is_open AFTER INSERT ON reconciliation.tolerated_sum
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();

GRANT SELECT ON reconciliation.tolerated_sum TO
    clearing_reconcile, clearing_settle, clearing_close;
GRANT INSERT ON reconciliation.tolerated_sum TO clearing_reconcile;

-- The few CDRs that a month takes from elsewhere: updated long before or after they ended, with a
-- clock that was reset, or credits.
CREATE INDEX cdr_astray ON intake.cdr (book, last_updated)
    WHERE last_updated - end_at NOT BETWEEN interval '-48 hours' AND interval '48 hours';
CREATE INDEX cdr_reset ON intake.cdr (book) WHERE end_at < timestamptz '2010-01-01 00:00:00Z';
CREATE INDEX cdr_credit_end ON intake.cdr (book, end_at) WHERE credit;

CREATE VIEW published.line_cause AS
SELECT run.month, cause.run_id, cause.shard, cause.ordinal, cause.place, cause.cause, cause.amount
FROM published.run AS run
JOIN reconciliation.line_cause AS cause ON cause.run_id = run.run_id
WHERE run.job = 'reconcile';

CREATE VIEW published.tolerated_sum AS
SELECT run.month, summed.run_id, shard.shard, shard.label AS shard_label, summed.currency,
    summed.lines, summed.sum, summed.cap
FROM published.run AS run
JOIN reconciliation.tolerated_sum AS summed ON summed.run_id = run.run_id
JOIN runs.shard AS shard ON shard.run_id = summed.run_id AND shard.shard = summed.shard
WHERE run.job = 'reconcile';

GRANT SELECT ON published.line_cause, published.tolerated_sum TO clearing_reader;
