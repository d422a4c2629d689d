DO $$
BEGIN
    ASSERT has_table_privilege('clearing_access', 'access.client', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_access', 'access.client', 'UPDATE');
    ASSERT has_table_privilege('clearing_api', 'access.secret', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_api', 'access.secret', 'INSERT');
    ASSERT has_table_privilege('clearing_api', 'access.reading', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_api', 'access.reading', 'SELECT');
    ASSERT NOT has_schema_privilege('clearing_reader', 'access', 'USAGE');
    BEGIN
        INSERT INTO access.client (client, scopes, reach, reach_of, added_at)
        VALUES ('someone', '{settlement:read}', 'party', NULL, now());
        RAISE EXCEPTION 'a partner without a party was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    INSERT INTO access.client (client, scopes, reach, added_at)
    VALUES ('someone', '{settlement:read}', 'all', now());
    BEGIN
        DELETE FROM access.client WHERE client = 'someone';
        RAISE EXCEPTION 'a client was deleted';
    EXCEPTION WHEN restrict_violation THEN NULL;
    END;
END $$;
