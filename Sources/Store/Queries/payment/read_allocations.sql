-- Grain: one row an allocation that stands, by entry and ordinal.
-- Parameters: $1 last booking day.
-- Locking: none.
SELECT paid.entry, paid.ordinal, paid.entity, paid.counterparty, paid.currency, paid.month,
    paid.side, paid.statement, paid.hub, paid.amount, paid.fee, paid.book_amount, paid.basis,
    allocation.return_of, paid.at, paid.who, paid.why
FROM payment.paid AS paid
JOIN payment.allocation AS allocation
    ON allocation.entry = paid.entry AND allocation.ordinal = paid.ordinal
WHERE paid.booked_on <= $1
ORDER BY paid.entry, paid.ordinal
