DO $$
BEGIN
    SET LOCAL ROLE clearing_reader;
    PERFORM outcome, won, lost, withdrawn, still_open FROM published.dispute_outcome;
    RESET ROLE;
END $$;
