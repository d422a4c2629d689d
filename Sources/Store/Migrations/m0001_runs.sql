-- What ran, when, and how it ended. Run numbers are dense and given out under a lock, so that a
-- month that was killed and run again numbers its runs like one that was not.
CREATE SCHEMA runs;

CREATE TABLE runs.run (
    run_id      bigint      PRIMARY KEY,
    job         text        NOT NULL
                CHECK (job IN ('ingest', 'rate', 'reconcile', 'settle', 'report', 'month')),
    month       date        NOT NULL CHECK (extract(day FROM month) = 1),
    -- identity of the result: SHA-256 over job, month, inputs, rules and build
    key         text        NOT NULL CHECK (key ~ '^[0-9a-f]{64}$'),
    inputs_key  text        NOT NULL,
    rules_hash  text        NOT NULL,
    build       text        NOT NULL,
    -- whose objects it is about (intake.book)
    book        bigint      NOT NULL,
    status      text        NOT NULL CHECK (status IN ('open', 'closed', 'failed', 'abandoned')),
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    -- for people and `clearing runs`: a small JSON object or the reason of a failure
    summary     text,
    files       text[]      NOT NULL DEFAULT '{}',
    CHECK ((status = 'open') = (finished_at IS NULL))
);
CREATE UNIQUE INDEX run_open ON runs.run (job, month) WHERE status = 'open';
CREATE INDEX run_closed ON runs.run (job, month, run_id) WHERE status = 'closed';

CREATE TABLE runs.shard (
    run_id      bigint      NOT NULL REFERENCES runs.run,
    shard       int         NOT NULL CHECK (shard >= 0),
    label       text        NOT NULL,
    finished_at timestamptz NOT NULL,
    -- what the shard brought, so that a resumed run still reports the whole
    summary     text        NOT NULL,
    PRIMARY KEY (run_id, shard)
);

GRANT USAGE ON SCHEMA runs TO
    clearing_ingest, clearing_rate, clearing_reconcile, clearing_settle, clearing_runs;
GRANT SELECT, INSERT ON runs.run, runs.shard TO
    clearing_ingest, clearing_rate, clearing_reconcile, clearing_settle, clearing_runs;
-- The one exception from "no UPDATE": closing a run.
GRANT UPDATE (status, finished_at, summary, files) ON runs.run TO
    clearing_ingest, clearing_rate, clearing_reconcile, clearing_settle, clearing_runs;
