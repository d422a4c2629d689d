-- Grain: one bank entry booked in the month or later, with what it pays.
-- $1 = first day of the month.
SELECT
    bank.entry AS entry,
    bank.entity AS entity,
    bank.account AS account,
    bank.booked_on AS booked_on,
    bank.currency AS currency,
    bank.amount AS amount,
    bank.amount - bank.rest AS used,
    bank.rest AS rest,
    coalesce(paid.fees, 0) AS fees,
    coalesce(paid.pays, '') AS pays,
    bank.party_name AS party,
    bank.remittance AS remittance
FROM published.bank_entry AS bank
LEFT JOIN (
    SELECT payment.entry, sum(payment.fee) AS fees,
        string_agg(coalesce(payment.statement, 'on account'), ', ' ORDER BY payment.ordinal) AS pays
    FROM published.payment AS payment
    GROUP BY payment.entry
) AS paid ON paid.entry = bank.entry
WHERE bank.booked_on >= $1::date
ORDER BY bank.booked_on, bank.account COLLATE "C", bank.entry COLLATE "C";
