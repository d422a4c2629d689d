DO $$
DECLARE
    statement text;
BEGIN
    ASSERT has_table_privilege('clearing_post', 'ledger.line', 'INSERT');
    FOREACH statement IN ARRAY ARRAY['UPDATE', 'DELETE', 'TRUNCATE'] LOOP
        ASSERT NOT has_table_privilege('clearing_post', 'ledger.entry', statement);
        ASSERT NOT has_table_privilege('clearing_post', 'ledger.line', statement);
    END LOOP;
    ASSERT NOT has_table_privilege('clearing_settle', 'ledger.entry', 'INSERT');
    ASSERT NOT has_schema_privilege('clearing_reader', 'ledger', 'USAGE');
    ASSERT has_table_privilege('clearing_reader', 'published.ledger', 'SELECT');

    INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book, status,
        started_at)
    VALUES (1, 'settle', '2026-10-01', repeat('a', 64), '', '', '', 1, 'open', 'epoch');
    INSERT INTO ledger.entry (entry, source, month, version, event, entity, hub, currency,
        book_currency, service_month, reference, day, text, run_id, posted_at)
    VALUES (1, '2026-10/v1/X', '2026-10-01', 1, 'X', 'magma', 'h', 'EUR', 'INR', '2026-10-01', '',
        '2026-10-31', '', 1, 'epoch');
    INSERT INTO ledger.line (entry, line, account, account_name, account_kind, entity, currency,
        amount, book_currency, book_amount)
    VALUES
        (1, 0, '1', 'a', 'asset', 'magma', 'EUR', 10.00, 'INR', 980.00),
        (1, 1, '2', 'b', 'income', 'magma', 'EUR', -10.00, 'INR', -980.00);
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    FOREACH statement IN ARRAY ARRAY[
        'UPDATE ledger.entry SET text = ''''', 'DELETE FROM ledger.entry WHERE entry = 7',
        'TRUNCATE ledger.line', 'TRUNCATE ledger.entry CASCADE',
        'UPDATE ledger.line SET amount = 1', 'DELETE FROM ledger.line']
    LOOP
        BEGIN
            EXECUTE statement;
            RAISE EXCEPTION 'not stopped: %', statement;
        EXCEPTION WHEN restrict_violation THEN NULL;
        END;
    END LOOP;
    BEGIN
        INSERT INTO ledger.line VALUES
            (1, 2, '1', 'a', 'asset', 'magma', 'EUR', 0, 'INR', 0.01);
        SET CONSTRAINTS ALL IMMEDIATE;
        RAISE EXCEPTION 'an entry that does not balance in book currency was accepted';
    EXCEPTION WHEN check_violation OR restrict_violation THEN NULL;
    END;
    BEGIN
        INSERT INTO ledger.line VALUES
            (1, 2, '1', 'a', 'asset', 'other', 'EUR', 1, 'INR', 98);
        RAISE EXCEPTION 'a line of another entity was accepted';
    EXCEPTION WHEN foreign_key_violation OR restrict_violation THEN NULL;
    END;
END $$;
