-- Grain: one row, the number of a statement.
-- Parameters: $1 entity, $2 series, $3 financial year, $4 sequence, $5 number, $6 month,
--             $7 version, $8 counterparty, $9 side, $10 currency, $11 issued on, $12 due on.
-- Locking: the caller holds lock_chain.
INSERT INTO closing.number (
    entity, series, financial_year, sequence, number, month, version, counterparty, side, currency,
    issued_on, due_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
