-- What the API tells besides amounts: the files of reports, what a month was as of a close, how far
-- behind hubs and jobs are; and the answers that several instances give again to the same key.

-- Of each file that a run of the report stage wrote. A file is found by its content: where it was put
-- may have changed since.
CREATE TABLE runs.report_file (
    run_id       bigint NOT NULL REFERENCES runs.run,
    -- within the folder of the month
    name         text   NOT NULL COLLATE "C" CHECK (name <> '' AND name !~ '/'),
    kind         text   NOT NULL CHECK (kind IN ('xlsx', 'csv')),
    sha256       bytea  NOT NULL CHECK (octet_length(sha256) = 32),
    -- NULL of runs of before this was noted, all of them
    report       text   COLLATE "C",
    bytes        bigint CHECK (bytes >= 0),
    -- rows of data, of all sheets
    rows         bigint CHECK (rows >= 0),
    -- one partner's; NULL: everybody's
    counterparty text   COLLATE "C",
    -- of a CSV: the sheet it holds
    sheet        text,
    PRIMARY KEY (run_id, name),
    CHECK ((report IS NULL) = (bytes IS NULL) AND (bytes IS NULL) = (rows IS NULL)),
    CHECK (sheet IS NULL OR kind = 'csv')
);

-- sha256sum's lines, as runs have kept them from the first.
INSERT INTO runs.report_file (run_id, name, kind, sha256)
SELECT run.run_id, regexp_replace(given.line, '^.*/', ''),
    regexp_replace(given.line, '^.*[.]', ''), decode(left(given.line, 64), 'hex')
FROM runs.run AS run
CROSS JOIN LATERAL unnest(run.files) AS given (line)
WHERE run.job = 'report' AND run.status = 'closed'
    AND given.line ~ '^[0-9a-f]{64}  .*/[^/]+[.](xlsx|csv)$';

CREATE TRIGGER run_is_open AFTER INSERT ON runs.report_file
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();
GRANT SELECT, INSERT ON runs.report_file TO clearing_runs;

-- A month's reports hold rows of every partner and vendor: they are for those who see everything.
CREATE TABLE guard.report_file (LIKE runs.report_file, CHECK (false) NO INHERIT);
ALTER TABLE runs.report_file INHERIT guard.report_file;
ALTER TABLE guard.report_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY reach ON guard.report_file FOR SELECT TO clearing_api USING (
    (SELECT current_setting('clearing.reach', true)) = 'all');
GRANT SELECT ON guard.report_file TO clearing_api;

-- With the runs it froze: their rows are added once and never changed, so that a version's figures
-- are read where the version left them.
CREATE OR REPLACE VIEW published.close AS
SELECT made.month, made.version, made.position, made.lines, made.rules_hash, made.build,
    encode(made.lines_root, 'hex') AS lines_root, encode(made.previous, 'hex') AS previous,
    encode(made.hash, 'hex') AS hash, draft.who AS drafted_by, approval.who AS approved_by,
    approval.at AS closed_at, reopening.who AS reopened_by, reopening.at AS reopened_at,
    reopening.why AS reopened_why,
    made.rate_run, made.reconcile_run, made.settle_run, encode(made.books_root, 'hex') AS books_root
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

-- The runs of closes, by number: those that stand are published.run.
CREATE VIEW published.closed_run AS
SELECT made.month, made.version, run.run_id, run.job, run.key
FROM closing.close AS made
JOIN runs.run AS run
    ON run.run_id IN (made.rate_run, made.reconcile_run, made.settle_run)
    OR run.run_id = ANY (made.ingest_runs);
GRANT SELECT ON published.closed_run TO clearing_reader, clearing_api;

-- Until when, by the hub's own clock, a module of a hub is here, in the book that is furthest.
CREATE VIEW published.bookmark AS
SELECT standing.hub, standing.module, max(standing.complete_until) AS complete_until
FROM intake.standing_bookmark AS standing
GROUP BY standing.hub, standing.module;
GRANT SELECT ON published.bookmark TO clearing_reader, clearing_api;

-- How runs of a job ended, and when the last one did.
CREATE VIEW published.job AS
SELECT run.job, run.status, count(*) AS runs, max(run.finished_at) AS finished_at
FROM runs.run AS run
GROUP BY run.job, run.status;
GRANT SELECT ON published.job TO clearing_reader, clearing_api;

-- Answers that are given again to the same Idempotency-Key of a client, while they are kept. One that
-- has no answer yet is at work. Lost in a crash of the server, which costs computing again.
CREATE UNLOGGED TABLE access.replay (
    client  text        NOT NULL COLLATE "C",
    key     text        NOT NULL COLLATE "C",
    -- tells the one that is at work from one that took over from it
    claim   text        NOT NULL,
    -- SHA-256 of what was asked
    request bytea       NOT NULL CHECK (octet_length(request) = 32),
    answer  bytea,
    until   timestamptz NOT NULL,
    PRIMARY KEY (client, key)
);
CREATE INDEX replay_until ON access.replay (until);
REVOKE ALL ON access.replay FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON access.replay TO clearing_api;
