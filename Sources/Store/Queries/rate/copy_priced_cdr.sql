-- Grain: one row a CDR of the shard and run.
-- Locking: none.
COPY rating.priced_cdr (
    run_id, object, tariff_id, tariff_object, unpriceable, unpriceable_text, currency, before_tax,
    after_tax, fixed_before_tax, fixed_after_tax, energy_before_tax, energy_after_tax,
    time_before_tax, time_after_tax, parking_before_tax, parking_after_tax,
    reservation_before_tax, reservation_after_tax, exact_before_tax, exact_after_tax, findings,
    finding_codes, rounding_fit
) FROM STDIN (FORMAT binary)
