-- Grain: one row, once the lock is held: the number of the last page.
-- Locking: the caller has taken the writer's lock just before, so the number stays the last one.
SELECT coalesce(max(page_id), 0) AS last_page
FROM intake.page
