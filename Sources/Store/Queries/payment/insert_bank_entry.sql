-- Grain: one row, a booked entry.
-- Parameters: $1 id, $2 reading, $3 line, $4 pointer, $5 entity, $6 account, $7 reference, $8 booked on,
--             $9 value on, $10 currency, $11 amount, $12 charges, $13 remittance, $14 party,
--             $15 its account, $16 whether it takes another back.
-- Locking: the caller holds the ledger's lock.
INSERT INTO payment.bank_entry (
    entry, reading, line, pointer, entity, account, reference, booked_on, value_on, currency,
    amount, charges, remittance, party_name, party_account, is_return)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
