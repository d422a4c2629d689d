-- Grain: one row a migration, those of this program and those the database has, by name.
-- Parameters: $1 names, $2 texts of the migrations compiled into this program, in order.
-- Locking: none; the caller holds lock_schema.
WITH known AS (
    SELECT given.name, sha256(convert_to(given.body, 'UTF8')) AS sha256
    FROM unnest($1::text[], $2::text[]) AS given(name, body)
)
SELECT coalesce(known.name, applied.name) AS name,
       known.name IS NOT NULL AS is_known,
       applied.name IS NOT NULL AS is_applied,
       coalesce(known.sha256 = applied.sha256, true) AS is_unchanged
FROM known
FULL JOIN migrations.applied AS applied ON applied.name = known.name
ORDER BY 1
