-- Grain: one row a CDR whose own tariff is not the one that was published.
-- Locking: none.
COPY rating.own_tariff_price (run_id, object, before_tax, after_tax) FROM STDIN (FORMAT binary)
