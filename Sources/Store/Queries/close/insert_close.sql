-- Grain: one row, the closed version.
-- Parameters: $1 month, $2 version, $3 position, $4 event, $5 book, $6 ingest runs, $7 rate run,
--             $8 reconcile run, $9 settle run, $10 settle key, $11 rules hash, $12 build,
--             $13 hash of the exchange rates, $14 lines, $15 their root, $16 root of the books,
--             $17 previous hash, $18 hash.
-- Locking: the caller holds lock_chain.
INSERT INTO closing.close (
    month, version, position, event, book, ingest_runs, rate_run, reconcile_run, settle_run,
    settle_key, rules_hash, build, fx_hash, lines, lines_root, books_root, previous, hash)
VALUES (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
