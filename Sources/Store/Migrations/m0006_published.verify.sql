DO $$
DECLARE
    view_name text;
BEGIN
    FOR view_name IN
        SELECT table_name FROM information_schema.views WHERE table_schema = 'published'
    LOOP
        ASSERT has_table_privilege('clearing_reader', 'published.' || view_name, 'SELECT');
        ASSERT NOT has_table_privilege('clearing_reader', 'published.' || view_name, 'INSERT');
        ASSERT EXISTS (SELECT FROM information_schema.columns
            WHERE table_schema = 'published' AND table_name = view_name
              AND column_name = 'month' AND data_type = 'date');
    END LOOP;
    SET LOCAL ROLE clearing_reader;
    PERFORM FROM published.line;
    PERFORM FROM published.finding;
    RESET ROLE;
END $$;
