-- Grain: one row a foreign key of the table, by name.
-- Parameters: $1 schema, $2 table.
-- Locking: none.
SELECT rule.conname::text AS name
FROM pg_constraint AS rule
JOIN pg_class AS class ON class.oid = rule.conrelid
JOIN pg_namespace AS space ON space.oid = class.relnamespace
WHERE rule.contype = 'f' AND space.nspname = $1 AND class.relname = $2
ORDER BY name
