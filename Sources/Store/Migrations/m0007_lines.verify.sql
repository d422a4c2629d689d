DO $$
BEGIN
    ASSERT has_table_privilege('clearing_reconcile', 'reconciliation.line_cause', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_reconcile', 'reconciliation.line_cause', 'UPDATE');
    ASSERT has_table_privilege('clearing_settle', 'reconciliation.line_cause', 'SELECT');
    BEGIN
        INSERT INTO reconciliation.line (run_id, shard, ordinal, disposition, side, own_network,
            agreed, agreed_before_tax, disputed, reason, service_month, severity)
        VALUES (1, 0, 0, 'REJECTED', 'cpo', false, 0, 0, 0, '', '2026-10-02', 'SEVERE');
        RAISE EXCEPTION 'a service month that begins on the second was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
