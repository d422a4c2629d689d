-- Grain: one row a role asked for: does it exist, and may this login act as it?
-- Parameters: $1 role names.
-- Locking: none.
SELECT asked.name AS name,
       found.rolname IS NOT NULL AS exists,
       coalesce(pg_has_role(current_user, found.oid, 'MEMBER'), false) AS is_member
FROM unnest($1::text[]) WITH ORDINALITY AS asked(name, position)
LEFT JOIN pg_roles AS found ON found.rolname = asked.name
ORDER BY asked.position
