DO $$
BEGIN
    ASSERT has_table_privilege('clearing_ingest', 'hub.delivery', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_ingest', 'hub.delivery', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_ingest', 'hub.delivery', 'DELETE');
    ASSERT has_table_privilege('clearing_ingest', 'intake.own_object', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_reader', 'hub.delivery', 'SELECT');
    BEGIN
        INSERT INTO hub.delivery (hub, ordinal, registration, module, source, party, object_id,
            token_type, method, version, url, request_id, correlation_id, at, http_status, sha256)
        VALUES ('h', 1, 1, 'cdrs', 1, 'IN-MGM', 'C', '', 'PATCH', '2.2.1', '', '', '', now(), 200,
            sha256(''));
        RAISE EXCEPTION 'a PATCH was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
