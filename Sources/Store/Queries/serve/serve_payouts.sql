-- Grain: one row a vendor and currency of a settlement: what the month would pay, and to nobody yet.
-- Parameters: $1 run, $2 vendor or NULL, $3 and $4 vendor and currency of the last row seen or NULL, $5 how many
-- (NULL: all).
-- Locking: none.
SELECT own.vendor, own.vendor_name, own.currency, own.sessions, own.energy, own.gross,
    own.vendor_share, own.magma_share, own.fee_for_sessions, own.fee_for_energy, own.fee_monthly,
    own.fees, own.net, own.vendor AS after_vendor, own.currency AS after_currency
FROM guard.payout AS own
WHERE own.run_id = $1 AND ($2 IS NULL OR own.vendor = $2)
    AND ($3 IS NULL OR (own.vendor, own.currency) > /*after*/ ($3, $4))
ORDER BY own.vendor ASC, own.currency ASC
LIMIT $5
