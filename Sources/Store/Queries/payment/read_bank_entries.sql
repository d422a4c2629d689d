-- Grain: one row an entry booked until a day, in the order in which entries are looked at, with whether
-- anything was ever decided about it.
-- Parameters: $1 last day.
-- Locking: none.
SELECT bank.entry, bank.line, bank.pointer, bank.entity, bank.account, bank.reference,
    bank.booked_on, bank.value_on, bank.currency, bank.amount, bank.charges, bank.remittance,
    bank.party_name, bank.party_account, bank.is_return,
    EXISTS (
        SELECT FROM payment.allocation AS allocation
        WHERE allocation.entry = bank.entry) AS is_decided
FROM payment.bank_entry AS bank
WHERE bank.booked_on <= $1
ORDER BY bank.booked_on, bank.account, bank.entry
