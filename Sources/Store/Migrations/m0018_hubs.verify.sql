DO $$
BEGIN
    ASSERT has_table_privilege('clearing_ingest', 'hub.event', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_ingest', 'hub.event', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_rate', 'hub.event', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_reader', 'hub.event', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_ingest', 'intake.bookmark', 'UPDATE');
    ASSERT has_table_privilege('clearing_close', 'intake.receipt', 'SELECT');
    BEGIN
        INSERT INTO hub.event (hub, ordinal, event, at, version, token, token_for_hub, modules,
            roles, urls)
        VALUES ('h', 1, 'REGISTERED', now(), '2.2.1', NULL, NULL, '{}', '{}', '{}');
        RAISE EXCEPTION 'a registration without a token was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    BEGIN
        INSERT INTO hub.event (hub, ordinal, event, at, version, token, token_for_hub, modules,
            roles, urls)
        VALUES ('h', 1, 'REGISTERED', now(), '2.2.1', 'abc', 'abc', '{}', '{}', '{}');
        RAISE EXCEPTION 'a token that cannot be sealed was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
