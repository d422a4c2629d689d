-- Grain: one row a vendor and currency of the run.
-- Locking: none.
COPY settlement.payout (
    run_id, vendor, vendor_name, currency, sessions, energy, gross, vendor_share, magma_share,
    fee_for_sessions, fee_for_energy, fee_monthly, fees, net
) FROM STDIN (FORMAT binary)
