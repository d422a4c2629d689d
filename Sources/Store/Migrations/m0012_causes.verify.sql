DO $$
BEGIN
    ASSERT has_table_privilege('clearing_rate', 'rating.difference_cause', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_rate', 'rating.difference_cause', 'DELETE');
    ASSERT NOT has_table_privilege('clearing_reconcile', 'rating.difference_cause', 'INSERT');
    ASSERT has_table_privilege('clearing_rate', 'closing.standing', 'SELECT');
    ASSERT has_table_privilege('clearing_reconcile', 'closing.settled_cdr', 'SELECT');
    ASSERT has_table_privilege('clearing_reconcile', 'reconciliation.tolerated_sum', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_settle', 'reconciliation.tolerated_sum', 'INSERT');
    SET LOCAL ROLE clearing_reader;
    PERFORM severity, service_month FROM published.line;
    PERFORM FROM published.line_cause;
    PERFORM FROM published.tolerated_sum;
    RESET ROLE;
END $$;
