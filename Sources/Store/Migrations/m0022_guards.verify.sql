DO $$
DECLARE
    guarded text;
BEGIN
    FOR guarded IN
        SELECT class.relname FROM pg_class AS class
        WHERE class.relnamespace = 'guard'::regnamespace AND class.relkind = 'r'
    LOOP
        ASSERT (SELECT relrowsecurity FROM pg_class WHERE oid = ('guard.' || guarded)::regclass);
        ASSERT EXISTS (SELECT FROM pg_inherits WHERE inhparent = ('guard.' || guarded)::regclass);
        ASSERT has_table_privilege('clearing_api', 'guard.' || guarded, 'SELECT');
        ASSERT NOT has_table_privilege('clearing_api', 'guard.' || guarded, 'INSERT');
        ASSERT NOT has_table_privilege('clearing_reader', 'guard.' || guarded, 'SELECT');
    END LOOP;
    ASSERT NOT has_schema_privilege('clearing_api', 'settlement', 'USAGE');
    ASSERT NOT has_table_privilege('clearing_api', 'published.line', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_api', 'dispute.dispute', 'SELECT');

    INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book, status,
        started_at)
    VALUES (1, 'settle', '2026-10-01', repeat('0', 64), '', '', '', 1, 'open', now());
    INSERT INTO settlement.position (run_id, entity, counterparty, currency, receivable, payable,
        net, disputed, set_off)
    VALUES (1, 'e', 'IN-AAA', 'INR', 1, 0, 1, 0, 0), (1, 'e', 'IN-BBB', 'INR', 2, 0, 2, 0, 0);
    SET LOCAL ROLE clearing_api;
    ASSERT (SELECT count(*) = 0 FROM guard.position), 'without a reach nothing is seen';
    SET LOCAL clearing.reach = 'party';
    SET LOCAL clearing.party = 'IN-AAA';
    ASSERT (SELECT string_agg(counterparty, ',') = 'IN-AAA' FROM guard.position);
    SET LOCAL clearing.reach = 'vendor';
    ASSERT (SELECT count(*) = 0 FROM guard.position), 'a vendor sees no positions';
    SET LOCAL clearing.reach = 'all';
    ASSERT (SELECT count(*) = 2 FROM guard.position);
    RESET ROLE;
END $$;
