DO $$
BEGIN
    ASSERT has_table_privilege('clearing_ingest', 'hub.token_check', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_ingest', 'hub.token_check', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_reader', 'hub.token_check', 'SELECT');
    BEGIN
        INSERT INTO hub.token_check (hub, party, token_uid, token_type, evse_uids, allowed, reference, at)
        VALUES ('h', 'IN-MGE', 'T', 'RFID', '{}', 'BLOCKED', 'r', now());
        RAISE EXCEPTION 'a refusal with a reference was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
