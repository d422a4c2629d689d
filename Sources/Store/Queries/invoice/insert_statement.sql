-- Grain: one row, a partner's statement as its next version.
-- Parameters: $1 number of the row, $2 hub, $3 counterparty, $4 side, $5 first day of the month,
--             $6 the partner's number, $7 version, $8 SHA-256 of the file, $9 its name, $10 column
--             map, $11 hash of the rules, $12 basis, $13 received at, $14 by.
-- Locking: the unique key decides between two who take in at once; one gets 23505.
INSERT INTO invoice.statement (
    statement, hub, counterparty, side, month, number, version, file, source, map, rules_hash,
    basis, received_at, received_by
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
