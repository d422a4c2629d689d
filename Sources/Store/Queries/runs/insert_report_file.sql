-- Grain: one new file of a run of the report stage.
-- Parameters: $1 run, $2 name, $3 kind, $4 SHA-256, $5 report, $6 bytes, $7 rows, $8 counterparty or NULL,
-- $9 sheet or NULL.
-- Locking: one new row.
INSERT INTO runs.report_file (run_id, name, kind, sha256, report, bytes, rows, counterparty, sheet)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
