DO $$
BEGIN
    ASSERT has_table_privilege('clearing_dispute', 'published.ledger', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_dispute', 'published.payout', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_dispute', 'ledger.entry', 'INSERT');
    SET LOCAL ROLE clearing_dispute;
    PERFORM FROM published.ledger;
    RESET ROLE;
END $$;
