DO $$
BEGIN
    ASSERT has_table_privilege('clearing_reconcile', 'reconciliation.clock', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_reconcile', 'reconciliation.clock', 'UPDATE');
    ASSERT has_table_privilege('clearing_reconcile', 'reconciliation.deadline', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_settle', 'reconciliation.deadline', 'INSERT');
    ASSERT has_table_privilege('clearing_close', 'reconciliation.clock', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_reader', 'reconciliation.clock', 'SELECT');
    SET LOCAL ROLE clearing_reader;
    PERFORM side, counterparty FROM published.clock;
    PERFORM side, counterparty FROM published.tolerated_sum;
    PERFORM median_ms, p95_ms FROM published.latency;
    PERFORM style, also FROM published.rounding;
    RESET ROLE;
END $$;
