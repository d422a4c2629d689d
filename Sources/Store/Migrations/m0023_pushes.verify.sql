DO $$
BEGIN
    ASSERT has_table_privilege('clearing_ingest', 'hub.push', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_ingest', 'hub.push', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_ingest', 'hub.push', 'DELETE');
    ASSERT NOT has_table_privilege('clearing_ingest', 'hub.invitation', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_rate', 'hub.push', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_reader', 'hub.invitation', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_ingest', 'intake.inbox_mark', 'UPDATE');
    BEGIN
        INSERT INTO hub.invitation (hub, ordinal, at, token, after_event)
        VALUES ('h', 1, now(), 'abc', 0);
        RAISE EXCEPTION 'a token that cannot be sealed was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    BEGIN
        INSERT INTO hub.push (push, hub, module, method, version, path, received_at, party,
            object_id, token_type, sent, merged, sha256)
        VALUES (1, 'h', 'tariffs', 'DELETE', '2.2.1', '', now(), 'NL-TNM', 'T', '', '', '{}',
            sha256(''));
        RAISE EXCEPTION 'a deletion with an object was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
