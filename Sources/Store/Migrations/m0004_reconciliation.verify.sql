DO $$
BEGIN
    ASSERT has_table_privilege('clearing_reconcile', 'reconciliation.line', 'INSERT');
    ASSERT has_table_privilege('clearing_settle', 'reconciliation.line', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_settle', 'reconciliation.line', 'INSERT');
    ASSERT NOT has_schema_privilege('clearing_rate', 'reconciliation', 'USAGE');
END $$;
