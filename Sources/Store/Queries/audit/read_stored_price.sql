-- Grain: none or one row, what a rating run made of a CDR.
-- Parameters: $1 run, $2 object.
-- Locking: none.
SELECT tariff_id, tariff_object, unpriceable, unpriceable_text, currency, before_tax, after_tax
FROM rating.priced_cdr
WHERE run_id = $1 AND object = $2
