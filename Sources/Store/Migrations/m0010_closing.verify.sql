DO $$
DECLARE
    relation text;
    zero bytea := decode(repeat('00', 32), 'hex');
    one bytea := decode(repeat('11', 32), 'hex');
BEGIN
    FOR relation IN
        SELECT table_name FROM information_schema.tables
        WHERE table_schema = 'closing' AND table_type = 'BASE TABLE'
    LOOP
        ASSERT has_table_privilege('clearing_close', 'closing.' || relation, 'INSERT');
        ASSERT NOT has_table_privilege('clearing_close', 'closing.' || relation, 'UPDATE');
        ASSERT NOT has_table_privilege('clearing_settle', 'closing.' || relation, 'INSERT');
        BEGIN
            EXECUTE format('DELETE FROM closing.%I', relation);
            RAISE EXCEPTION 'rows of closing.% could be deleted', relation;
        EXCEPTION WHEN restrict_violation THEN NULL;
        END;
    END LOOP;
    ASSERT has_table_privilege('clearing_reconcile', 'closing.settled_cdr', 'SELECT');

    INSERT INTO closing.event (event, month, version, kind, who, at, why, settle_key, digests, hash)
    VALUES (1, '2026-10-01', 1, 'draft', 'asha', 'epoch', '', 'k', '', zero);
    BEGIN
        INSERT INTO closing.event
            (event, month, version, kind, who, at, why, settle_key, digests, hash)
        VALUES (2, '2026-10-01', 1, 'approval', ' Asha', 'epoch', '', 'k', '', one);
        RAISE EXCEPTION 'one person drafted and approved';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    INSERT INTO closing.event (event, month, version, kind, who, at, why, settle_key, digests, hash)
    VALUES (2, '2026-10-01', 1, 'approval', 'ravi', 'epoch', '', 'k', '', one);
    INSERT INTO closing.close VALUES
        ('2026-10-01', 1, 1, 2, 1, '{1}', 2, 3, 4, 'k', 'r', 'b', 'f', 0, one, one, zero, one);
    BEGIN
        INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book,
            status, started_at)
        VALUES (9, 'settle', '2026-10-01', repeat('a', 64), '', '', '', 1, 'open', 'epoch');
        RAISE EXCEPTION 'a closed month got a new result';
    EXCEPTION WHEN restrict_violation THEN NULL;
    END;
    BEGIN
        INSERT INTO closing.number VALUES
            ('e', 's', '2627', 2, 'RS2926270000002', '2026-10-01', 1, 'NL-NLE', 'cpo', 'EUR');
        RAISE EXCEPTION 'a gap in the numbers was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
