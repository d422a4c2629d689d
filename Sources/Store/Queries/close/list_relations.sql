-- Grain: one row a table of the database, by schema and name, with its columns in their order and
-- those of its primary key. The tables of schema guard hold no rows of their own.
-- Locking: none.
SELECT space.nspname::text AS schema_name, class.relname::text AS name,
    ARRAY(
        SELECT attribute.attname::text FROM pg_attribute AS attribute
        WHERE attribute.attrelid = class.oid AND attribute.attnum > 0
          AND NOT attribute.attisdropped
        ORDER BY attribute.attnum) AS columns,
    ARRAY(
        SELECT format_type(attribute.atttypid, NULL) FROM pg_attribute AS attribute
        WHERE attribute.attrelid = class.oid AND attribute.attnum > 0
          AND NOT attribute.attisdropped
        ORDER BY attribute.attnum) AS types,
    ARRAY(
        SELECT attribute.attname::text
        FROM pg_index AS index
        CROSS JOIN unnest(index.indkey::int2[]) WITH ORDINALITY AS part (attnum, place)
        JOIN pg_attribute AS attribute
          ON attribute.attrelid = class.oid AND attribute.attnum = part.attnum
        WHERE index.indrelid = class.oid AND index.indisprimary
        ORDER BY part.place) AS key
FROM pg_class AS class
JOIN pg_namespace AS space ON space.oid = class.relnamespace
WHERE class.relkind IN ('r', 'p') AND NOT class.relispartition AND space.nspname <> 'guard'
  AND space.nspname <> 'information_schema' AND NOT starts_with(space.nspname, 'pg_')
ORDER BY space.nspname COLLATE "C", class.relname COLLATE "C"
