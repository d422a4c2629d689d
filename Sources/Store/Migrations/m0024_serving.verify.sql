DO $$
BEGIN
    ASSERT has_table_privilege('clearing_runs', 'runs.report_file', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_runs', 'runs.report_file', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_api', 'runs.report_file', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_reader', 'access.replay', 'SELECT');
    ASSERT has_table_privilege('clearing_api', 'published.close', 'SELECT');

    INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book, status,
        started_at)
    VALUES (1, 'report', '2026-10-01', repeat('0', 64), '', '', '', 1, 'open', now());
    BEGIN
        INSERT INTO runs.report_file (run_id, name, kind, sha256, report)
        VALUES (1, 'half.csv', 'csv', decode(repeat('00', 32), 'hex'), 'exceptions');
        RAISE EXCEPTION 'a file without its size was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    INSERT INTO runs.report_file (run_id, name, kind, sha256, report, bytes, rows)
    VALUES (1, 'exceptions.csv', 'csv', decode(repeat('00', 32), 'hex'), 'exceptions', 10, 0);
    SET LOCAL ROLE clearing_api;
    ASSERT (SELECT count(*) = 0 FROM guard.report_file), 'without a reach nothing is seen';
    SET LOCAL clearing.reach = 'party';
    SET LOCAL clearing.party = 'IN-AAA';
    ASSERT (SELECT count(*) = 0 FROM guard.report_file), 'a partner sees no reports';
    SET LOCAL clearing.reach = 'all';
    ASSERT (SELECT count(*) = 1 FROM guard.report_file);
    RESET ROLE;
    UPDATE runs.run SET status = 'closed', finished_at = now();
    BEGIN
        INSERT INTO runs.report_file (run_id, name, kind, sha256)
        VALUES (1, 'late.csv', 'csv', decode(repeat('00', 32), 'hex'));
        RAISE EXCEPTION 'a file was added to a run that had ended';
    EXCEPTION WHEN restrict_violation THEN NULL;
    END;
END $$;
