-- Grain: one row.
-- Locking: an advisory lock on the ledger until the transaction ends; postings wait for each other.
SELECT pg_advisory_xact_lock(1296124099)::text AS held
