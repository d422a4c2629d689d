DO $$
BEGIN
    ASSERT has_table_privilege('clearing_invoice', 'invoice.record', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_invoice', 'invoice.record', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_invoice', 'invoice.annex', 'DELETE');
    ASSERT has_table_privilege('clearing_invoice', 'dispute.event', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_invoice', 'dispute.event', 'INSERT');

    INSERT INTO invoice.record (record, origin, owner, id, version, is_deleted, invoice_id,
        last_updated, counterparty, hub, document, kept_at, kept_by)
    VALUES (1, 'theirs', 'IN-ZEO', 'r1', 1, false, 'INV-1', '2026-11-07', 'IN-ZEO', 'hubject', '{}',
        '2026-11-07', 'Asha');
    BEGIN
        INSERT INTO invoice.record (record, origin, owner, id, version, is_deleted, invoice_id,
            last_updated, counterparty, hub, document, kept_at, kept_by)
        VALUES (2, 'theirs', 'IN-ZEO', 'R1', 1, false, 'INV-2', '2026-11-07', 'IN-ZEO', 'hubject',
            '{}', '2026-11-07', 'Asha');
        RAISE EXCEPTION 'a record under a known id was taken for a new one';
    EXCEPTION WHEN unique_violation THEN NULL;
    END;
    INSERT INTO invoice.record (record, origin, owner, id, version, is_deleted, invoice_id,
        last_updated, counterparty, hub, document, kept_at, kept_by)
    VALUES (2, 'theirs', 'IN-ZEO', 'R1', 2, true, 'INV-1', '2026-11-07', 'IN-ZEO', 'hubject', '{}',
        '2026-11-08', 'Asha');
    ASSERT (SELECT count(*) = 1 AND bool_and(is_deleted) FROM invoice.standing_record);
    BEGIN
        INSERT INTO invoice.annex (record, body, sha256, algorithm, signature, public_key)
        VALUES (1, 'a', sha256('b'), 'Ed25519', '', '');
        RAISE EXCEPTION 'an annex under a foreign digest was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    SET LOCAL ROLE clearing_reader;
    PERFORM FROM published.invoice_record;
    RESET ROLE;
END $$;
