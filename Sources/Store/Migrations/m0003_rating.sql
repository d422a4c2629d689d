-- Our own price of every CDR. A re-rating is a new run; the old one stays readable.
-- run_id refers to runs.run without a foreign key: its check would cost more than the row.
CREATE SCHEMA rating;

CREATE TABLE rating.priced_cdr (
    run_id                 bigint NOT NULL,
    object                 bigint NOT NULL,
    -- named by the CDR or found for it; NULL when there was none
    tariff_id              text,
    -- the received tariff that was applied, when it came apart from the CDR
    tariff_object          bigint,
    -- why it could not be priced, in code and words; both NULL when it was
    unpriceable            text,
    unpriceable_text       text,
    currency               text,
    before_tax             numeric,
    after_tax              numeric,
    fixed_before_tax       numeric,
    fixed_after_tax        numeric,
    energy_before_tax      numeric,
    energy_after_tax       numeric,
    time_before_tax        numeric,
    time_after_tax         numeric,
    parking_before_tax     numeric,
    parking_after_tax      numeric,
    reservation_before_tax numeric,
    reservation_after_tax  numeric,
    -- before any rounding, as n/d
    exact_before_tax       text,
    exact_after_tax        text,
    findings               int    NOT NULL,
    -- each code once, sorted
    finding_codes          text[] NOT NULL,
    PRIMARY KEY (run_id, object),
    CHECK ((unpriceable IS NULL) = (unpriceable_text IS NULL)),
    CHECK (unpriceable IS NOT NULL OR (
        currency IS NOT NULL AND (before_tax IS NOT NULL OR after_tax IS NOT NULL)))
);

CREATE TABLE rating.finding (
    run_id   bigint NOT NULL,
    object   bigint NOT NULL,
    ordinal  int    NOT NULL,
    code     text   NOT NULL,
    severity text   NOT NULL CHECK (severity IN ('note', 'warning', 'error')),
    pointer  text   NOT NULL,
    text     text   NOT NULL,
    at_stake numeric,
    PRIMARY KEY (run_id, object, ordinal)
);

GRANT USAGE ON SCHEMA rating TO clearing_rate, clearing_reconcile, clearing_settle;
GRANT SELECT ON ALL TABLES IN SCHEMA rating TO
    clearing_rate, clearing_reconcile, clearing_settle;
GRANT INSERT ON ALL TABLES IN SCHEMA rating TO clearing_rate;
