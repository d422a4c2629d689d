-- Grain: one row a part of what a CDR claims beyond our rating, on one side of tax.
-- Locking: none.
COPY rating.difference_cause (run_id, object, after_tax, place, cause, amount)
FROM STDIN (FORMAT binary)
