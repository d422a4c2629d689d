DO $$
BEGIN
    ASSERT has_table_privilege('clearing_ingest', 'runs.run', 'INSERT');
    ASSERT has_column_privilege('clearing_rate', 'runs.run', 'status', 'UPDATE');
    ASSERT NOT has_column_privilege('clearing_rate', 'runs.run', 'key', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_settle', 'runs.run', 'DELETE');
    ASSERT NOT has_schema_privilege('clearing_reader', 'runs', 'USAGE');
    BEGIN
        INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book,
            status, started_at)
        VALUES (1, 'rate', '2026-10-02', repeat('a', 64), '', '', '', 1, 'open', 'epoch');
        RAISE EXCEPTION 'a run of the second of the month was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
