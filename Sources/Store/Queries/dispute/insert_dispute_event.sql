-- Grain: one row, the next event of a dispute.
-- Parameters: $1 dispute, $2 ordinal, $3 move, $4 amount, $5 of it before tax, $6 released, $7 of it
--             before tax, $8 written off, $9 divided, $10 at, $11 who, $12 why, $13 reference.
-- Locking: the primary key decides between two who act at once; one gets 23505.
INSERT INTO dispute.event (
    dispute, ordinal, move, amount, amount_before_tax, released, released_before_tax, written_off,
    divided, at, who, why, reference
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
