DO $$
BEGIN
    SET LOCAL ROLE clearing_reader;
    PERFORM style, also FROM published.rounding;
    RESET ROLE;
    BEGIN
        INSERT INTO rating.priced_cdr (run_id, object, unpriceable, unpriceable_text, findings,
            finding_codes, rounding_fit)
        VALUES (-1, -1, 'CODE', 'words', 0, '{}', -1);
        RAISE EXCEPTION 'flags below zero were accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
