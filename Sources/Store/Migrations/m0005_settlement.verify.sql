DO $$
BEGIN
    ASSERT has_table_privilege('clearing_settle', 'settlement.journal_line', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_settle', 'settlement.journal_line', 'UPDATE');
    ASSERT NOT has_schema_privilege('clearing_reader', 'settlement', 'USAGE');
    INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book, status,
        started_at)
    VALUES (1, 'settle', '2026-10-01', repeat('a', 64), '', '', '', 1, 'open', 'epoch');
    INSERT INTO settlement.journal_entry
        (run_id, entry, key, event, counterparty, currency, day, text)
    VALUES (1, 0, 'k', 'NETTED', 'IN-ZEO', 'INR', '2026-10-31', '');
    INSERT INTO settlement.journal_line
        (run_id, entry, line, account, account_name, currency, amount)
    VALUES (1, 0, 0, '1', 'a', 'INR', 10.00), (1, 0, 1, '2', 'b', 'INR', -9.99);
    BEGIN
        SET CONSTRAINTS ALL IMMEDIATE;
        RAISE EXCEPTION 'an entry that does not balance was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
