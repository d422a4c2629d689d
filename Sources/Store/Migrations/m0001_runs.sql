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

-- A run that ended stays as it ended, and a stage ends its own runs only.
CREATE FUNCTION runs.check_ending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'open' THEN
        RAISE EXCEPTION 'run % is % and stays so', OLD.run_id, OLD.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF current_user LIKE 'clearing\_%' AND current_user NOT IN ('clearing_' || OLD.job, 'clearing_runs')
        OR current_user = 'clearing_runs' AND OLD.job NOT IN ('report', 'month')
    THEN
        RAISE EXCEPTION '% may not end a run of %', current_user, OLD.job
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ending BEFORE UPDATE ON runs.run
    FOR EACH ROW EXECUTE FUNCTION runs.check_ending();

-- Rows go into runs that are at work; what is closed is closed.
CREATE FUNCTION runs.check_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    ended bigint;
BEGIN
    SELECT fresh.run_id INTO ended
    FROM (SELECT DISTINCT run_id FROM fresh) AS fresh
    JOIN runs.run AS run ON run.run_id = fresh.run_id
    WHERE run.status <> 'open'
    LIMIT 1;
    IF ended IS NOT NULL THEN
        RAISE EXCEPTION 'run % has ended; nothing can be added to it', ended
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

GRANT USAGE ON SCHEMA runs TO
    clearing_ingest, clearing_rate, clearing_reconcile, clearing_settle, clearing_runs;
GRANT SELECT, INSERT ON runs.run, runs.shard TO
    clearing_ingest, clearing_rate, clearing_reconcile, clearing_settle, clearing_runs;
-- The one exception from "no UPDATE": closing a run.
GRANT UPDATE (status, finished_at, summary, files) ON runs.run TO
    clearing_ingest, clearing_rate, clearing_reconcile, clearing_settle, clearing_runs;
