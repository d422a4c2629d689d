-- Grain: one row, the migration that was just applied in the same transaction.
-- Parameters: $1 name, $2 its text, $3 now.
-- Locking: the caller holds lock_schema.
INSERT INTO migrations.applied (name, sha256, applied_at)
VALUES ($1, sha256(convert_to($2, 'UTF8')), $3)
