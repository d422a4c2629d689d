-- Grain: one row, what an entry pays.
-- Parameters: $1 entry, $2 ordinal, $3 statement, $4 counterparty, $5 hub, $6 amount, $7 fee,
--             $8 value in the books, $9 basis, $10 entry taken back, $11 when, $12 who, $13 why,
--             $14 source of the ledger's entry.
-- Locking: the caller holds the ledger's lock.
INSERT INTO payment.allocation (
    entry, ordinal, statement, counterparty, hub, amount, fee, book_amount, basis, return_of, at,
    who, why, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
