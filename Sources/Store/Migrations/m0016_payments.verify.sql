DO $$
BEGIN
    ASSERT has_table_privilege('clearing_payment', 'payment.allocation', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_payment', 'payment.allocation', 'UPDATE');
    ASSERT NOT has_table_privilege('clearing_payment', 'payment.bank_entry', 'DELETE');
    ASSERT NOT has_table_privilege('clearing_payment', 'closing.number', 'INSERT');
    ASSERT NOT has_table_privilege('clearing_reader', 'payment.bank_entry', 'SELECT');
    ASSERT has_table_privilege('clearing_close', 'payment.release', 'SELECT');

    INSERT INTO payment.file (reading, sha256, name, format, read_at, entries, fresh)
    VALUES (1, sha256('a'), 'a.xml', 'camt.053', '2026-11-11', 1, 1);
    INSERT INTO payment.bank_entry (entry, reading, line, pointer, entity, account, reference,
        booked_on, currency, amount, charges, remittance, is_return)
    VALUES ('B-0123456789ab', 1, 3, '', 'magma', '12345', '', '2026-11-10', 'INR', 118, 0, '', false);

    -- Booked, it stands; more than the entry brought does not.
    INSERT INTO ledger.entry (entry, source, month, event, entity, counterparty, currency,
        book_currency, service_month, reference, day, text, posted_at)
    VALUES (1, 'p/1', '2026-11-01', 'PAYMENT_ON_ACCOUNT', 'magma', 'IN-TPC', 'INR', 'INR',
        '2026-11-01', 'B-0123456789ab/1', '2026-11-10', '', '2026-11-11');
    INSERT INTO ledger.line (entry, line, account, account_name, account_kind, entity, currency,
        amount, book_currency, book_amount)
    VALUES (1, 0, '1110', 'Bank', 'asset', 'magma', 'INR', 119, 'INR', 119),
        (1, 1, '2130', 'On account', 'liability', 'magma', 'INR', -119, 'INR', -119);
    INSERT INTO payment.allocation (entry, ordinal, counterparty, amount, fee, book_amount, basis,
        at, who, why, source)
    VALUES ('B-0123456789ab', 1, 'IN-TPC', 119, 0, 119, 'PERSON', '2026-11-11', 'Asha', '', 'p/1');
    BEGIN
        SET CONSTRAINTS ALL IMMEDIATE;
        RAISE EXCEPTION 'an entry paid more than it brought';
    EXCEPTION WHEN check_violation THEN NULL;
    END;
END $$;
