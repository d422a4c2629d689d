-- Grain: one row, a table whose rows were digested at the close.
-- Parameters: $1 month, $2 version, $3 relation, $4 columns, $5 rows, $6 digest.
-- Locking: none.
INSERT INTO closing.sealed (month, version, relation, columns, rows, digest)
VALUES ($1, $2, $3, $4, $5, $6)
