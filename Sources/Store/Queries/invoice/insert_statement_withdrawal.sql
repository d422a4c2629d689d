-- Grain: one row, a statement that was taken back.
-- Parameters: $1 statement, $2 who, $3 when, $4 why.
-- Locking: the primary key decides between two who do it at once.
INSERT INTO invoice.statement_withdrawal (statement, who, at, why) VALUES ($1, $2, $3, $4)
