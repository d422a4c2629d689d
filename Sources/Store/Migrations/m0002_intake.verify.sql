DO $$
BEGIN
    ASSERT has_table_privilege('clearing_ingest', 'intake.cdr', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_ingest', 'intake.cdr', 'UPDATE');
    ASSERT has_table_privilege('clearing_rate', 'intake.page', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_rate', 'intake.page', 'INSERT');
    ASSERT NOT has_schema_privilege('clearing_reader', 'intake', 'USAGE');
    ASSERT (SELECT attstorage = 'e' FROM pg_attribute
            WHERE attrelid = 'intake.page'::regclass AND attname = 'body');
    ASSERT NOT EXISTS (SELECT FROM information_schema.columns
            WHERE table_schema = 'intake' AND data_type IN ('json', 'jsonb'));
END $$;
