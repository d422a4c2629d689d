-- Grain: one row a hub that charges for the month of the run.
-- Locking: none.
COPY settlement.hub_fee (
    run_id, hub, supplier, entity, currency, cdrs, energy, net, for_cdrs, for_energy, for_net,
    monthly, adjustment, fee, tax_percent, tax, total
) FROM STDIN (FORMAT binary)
