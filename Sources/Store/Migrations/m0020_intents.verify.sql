DO $$
BEGIN
    ASSERT has_table_privilege('clearing_ingest', 'hub.intent', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_ingest', 'hub.intent', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_rate', 'hub.intent', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_reader', 'hub.intent', 'SELECT');
    ASSERT has_table_privilege('clearing_reconcile', 'intake.standing_reject', 'SELECT');
    BEGIN
        INSERT INTO hub.intent (hub, ordinal, attempt, event, at, token_for_hub)
        VALUES ('h', 1, 1, 'REGISTERED', now(), 'abc');
        RAISE EXCEPTION 'a token that cannot be sealed was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
