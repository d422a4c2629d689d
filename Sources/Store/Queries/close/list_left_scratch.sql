-- Grain: one row a scratch database that nobody is connected to: its process was killed.
-- Parameters: $1 beginning of its name.
-- Locking: the caller holds lock_scratch.
SELECT left_over.datname::text AS name
FROM pg_database AS left_over
WHERE starts_with(left_over.datname, $1) AND pg_has_role(left_over.datdba, 'USAGE')
  AND NOT EXISTS (
      SELECT FROM pg_stat_activity AS activity WHERE activity.datname = left_over.datname)
ORDER BY name
