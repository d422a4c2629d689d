DO $$
BEGIN
    ASSERT has_table_privilege('clearing_rate', 'rating.priced_cdr', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_rate', 'rating.priced_cdr', 'DELETE');
    ASSERT has_table_privilege('clearing_reconcile', 'rating.priced_cdr', 'SELECT');
    ASSERT NOT has_schema_privilege('clearing_ingest', 'rating', 'USAGE');
END $$;
