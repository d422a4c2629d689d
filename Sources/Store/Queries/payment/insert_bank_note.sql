-- Grain: one row, a remark about a bank's file.
-- Parameters: $1 reading, $2 ordinal, $3 whether it is a reject, $4 code, $5 line, $6 pointer, $7 text.
-- Locking: the caller holds the ledger's lock.
INSERT INTO payment.note (reading, ordinal, is_reject, code, line, pointer, text)
VALUES ($1, $2, $3, $4, $5, $6, $7)
