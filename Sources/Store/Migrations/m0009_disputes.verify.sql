DO $$
BEGIN
    ASSERT has_table_privilege('clearing_dispute', 'dispute.event', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_dispute', 'dispute.event', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_dispute', 'dispute.dispute', 'DELETE');
    ASSERT NOT has_table_privilege('clearing_dispute', 'dispute.allowed', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_dispute', 'reconciliation.line', 'INSERT');
    ASSERT has_table_privilege('clearing_settle', 'dispute.event', 'SELECT');
    ASSERT NOT has_table_privilege('clearing_settle', 'dispute.event', 'INSERT');
    ASSERT NOT has_schema_privilege('clearing_reader', 'dispute', 'USAGE');
    ASSERT has_table_privilege('clearing_reader', 'published.dispute', 'SELECT');

    INSERT INTO dispute.dispute (dispute, month, side, counterparty, own_party, currency, hub,
        document, part,
        disposition, reason, statement_on, reconcile_key)
    VALUES ('D-2026-10-0123456789', '2026-10-01', 'emsp', 'IN-ZEO', 'IN-MGE', 'INR', 'hubject',
        sha256('a'), 1, 'PRICE_MISMATCH', '', '2026-11-06', '');
    INSERT INTO dispute.event (dispute, ordinal, move, amount, amount_before_tax, released,
        released_before_tax, written_off, divided, at, who, why)
    VALUES ('D-2026-10-0123456789', 0, 'OPEN', 90, 80, 0, 0, 0, 0, '2026-11-07', 'Asha', '');
    BEGIN
        INSERT INTO dispute.event (dispute, ordinal, move, amount, amount_before_tax,
            released, released_before_tax, written_off, divided, at, who, why)
        VALUES ('D-2026-10-0123456789', 1, 'ACCEPT', 90, 80, 0, 0, 0, 0, '2026-11-08', 'Asha', '');
        RAISE EXCEPTION 'a move that the table refuses was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    BEGIN
        INSERT INTO dispute.event (dispute, ordinal, move, amount, amount_before_tax,
            released, released_before_tax, written_off, divided, at, who, why)
        VALUES ('D-2026-10-0123456789', 1, 'WITHDRAW', 0, 0, 89.99, 80, 0, 0, '2026-11-08', 'Asha', '');
        RAISE EXCEPTION 'an event that loses an amount was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    BEGIN
        INSERT INTO dispute.event (dispute, ordinal, move, amount, amount_before_tax,
            released, released_before_tax, written_off, divided, at, who, why)
        VALUES ('D-2026-10-0123456789', 1, 'SEND', 90, 80, 0, 0, 0, 0, '2026-11-06', 'Asha', '');
        RAISE EXCEPTION 'an event before the last one was accepted';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
    BEGIN
        INSERT INTO dispute.event (dispute, ordinal, move, amount, amount_before_tax,
            released, released_before_tax, written_off, divided, at, who, why)
        VALUES ('D-2026-10-0123456789', 2, 'SEND', 90, 80, 0, 0, 0, 0, '2026-11-08', 'Asha', '');
        RAISE EXCEPTION 'a gap in the history was accepted';
    EXCEPTION WHEN unique_violation THEN NULL;
    END;
    BEGIN
        UPDATE dispute.event SET amount = 0;
        RAISE EXCEPTION 'history was rewritten';
    EXCEPTION WHEN restrict_violation THEN NULL;
    END;
    BEGIN
        DELETE FROM dispute.dispute;
        RAISE EXCEPTION 'a dispute was deleted';
    EXCEPTION WHEN restrict_violation THEN NULL;
    END;
    INSERT INTO dispute.event (dispute, ordinal, move, amount, amount_before_tax, released,
        released_before_tax, written_off, divided, at, who, why)
    VALUES ('D-2026-10-0123456789', 1, 'SEND', 90, 80, 0, 0, 0, 0, '2026-11-08', 'Asha', ''),
        ('D-2026-10-0123456789', 2, 'CREDIT_CDR', 0, 0, 90, 80, 0, 0, '2026-11-09', 'Asha', '');
    ASSERT (SELECT state = 'CREDITED' AND opened = 90 AND amount = 0 AND released = 90
            FROM dispute.standing);
END $$;
