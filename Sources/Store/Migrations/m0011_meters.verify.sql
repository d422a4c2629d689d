DO $$
BEGIN
    ASSERT has_column_privilege('clearing_ingest', 'intake.cdr', 'signed_payload', 'INSERT');
    ASSERT has_column_privilege('clearing_reconcile', 'intake.session', 'meter_end', 'SELECT');
    ASSERT NOT has_column_privilege('clearing_ingest', 'intake.cdr', 'signed_payload', 'UPDATE');
    BEGIN
        INSERT INTO intake.cdr (object, book, at, length, sha256, hub, ocpi, party, cdr_id, version,
            own_network, credit, token_uid, location_id, start_at, end_at, last_updated, energy,
            currency, signed_payload)
        VALUES (1, 1, 0, 0, '', 'h', '2.2.1', '', 'c', 1, false, false, '', '', now(), now(), now(),
            1, 'INR', '\x00');
        RAISE EXCEPTION 'a digest of one byte was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
