-- Grain: one row: what this transaction may see. What is not set of it is empty.
-- Parameters: $1 the vendor, $2 its sites, one a line.
-- Locking: none.
SELECT set_config('clearing.reach', 'vendor', true) AS reach, set_config('clearing.vendor', $1, true) AS vendor,
    set_config('clearing.sites', $2, true) AS sites
