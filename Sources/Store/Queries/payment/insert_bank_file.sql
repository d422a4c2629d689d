-- Grain: one row, a reading of a bank's file.
-- Parameters: $1 reading, $2 SHA-256, $3 name, $4 format, $5 when, $6 entries, $7 new ones.
-- Locking: the caller holds the ledger's lock.
INSERT INTO payment.file (reading, sha256, name, format, read_at, entries, fresh)
VALUES ($1, $2, $3, $4, $5, $6, $7)
