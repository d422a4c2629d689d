-- Grain: one row: what this transaction may see.
-- Parameters: $1 'all', 'party' or 'vendor', $2 the party, $3 the vendor, $4 its sites, one a line.
-- Locking: none.
SELECT set_config('clearing.reach', $1, true) AS reach, set_config('clearing.party', $2, true) AS party,
    set_config('clearing.vendor', $3, true) AS vendor, set_config('clearing.sites', $4, true) AS sites
