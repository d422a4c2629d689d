-- Grain: one row: how much is known about payments, which only ever grows.
-- Locking: none.
SELECT (SELECT count(*) FROM closing.close) AS closes,
    (SELECT count(*) FROM payment.bank_entry) AS entries,
    (SELECT count(*) FROM payment.allocation) AS allocations,
    (SELECT count(*) FROM payment.release) AS releases
