DO $$
BEGIN
    ASSERT has_table_privilege('clearing_invoice', 'invoice.statement', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_invoice', 'invoice.statement', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_invoice', 'invoice.file', 'DELETE');
    ASSERT has_table_privilege('clearing_invoice', 'reconciliation.line', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_invoice', 'reconciliation.line', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_ingest', 'invoice.statement', 'INSERT');
    ASSERT NOT has_schema_privilege('clearing_reader', 'invoice', 'USAGE');

    INSERT INTO invoice.file (sha256, body) VALUES (sha256('a'), 'a');
    BEGIN
        INSERT INTO invoice.file (sha256, body) VALUES (sha256('a'), 'b');
        RAISE EXCEPTION 'a file under a foreign digest was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    INSERT INTO invoice.statement (statement, hub, counterparty, side, month, number, version, file,
        source, map, rules_hash, basis, received_at, received_by)
    VALUES (1, 'hubject', 'IN-ZEO', 'emsp', '2026-10-01', 'Z-1', 1, sha256('a'), 'a.csv',
        'standard', '', 'after_tax', '2026-11-07', 'Asha');
    BEGIN
        INSERT INTO invoice.statement (statement, hub, counterparty, side, month, number, version,
            file, source, map, rules_hash, basis, received_at, received_by)
        VALUES (2, 'hubject', 'IN-ZEO', 'emsp', '2026-10-01', 'Z-1', 3, sha256('a'), 'a.csv',
            'standard', '', 'after_tax', '2026-11-07', 'Asha');
        RAISE EXCEPTION 'a version that leaves a gap was accepted';
    EXCEPTION WHEN unique_violation THEN NULL;
    END;
    BEGIN
        DELETE FROM invoice.statement;
        RAISE EXCEPTION 'a statement was deleted';
    EXCEPTION WHEN restrict_violation THEN NULL;
    END;
    SET LOCAL ROLE clearing_reader;
    PERFORM FROM published.partner_statement;
    PERFORM FROM published.partner_statement_line;
    PERFORM FROM published.partner_statement_finding;
    RESET ROLE;
END $$;
